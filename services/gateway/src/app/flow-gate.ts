// Every call of a caller passes the flow engine once, here: before anything is done for it, and
// again when it has ended.
import type {
  Admission,
  Call,
  FlowEngine,
  Outcome,
  Refusal,
  Ticket,
} from '@member-mesh/flow-engine';
import { type Clock, sleep } from '@member-mesh/kernel';
import { type ErrorKind, isMeshError, MeshError, type MeshErrorFields } from '@member-mesh/rpc';

import { callerGone, tellRefusal, turnTooLate } from './refusal-errors.ts';

/** The call as it came in: its time and the caller's going. */
export interface ServedCall {
  remainingMs(): number;
  readonly signal: AbortSignal;
}

/** Who calls what. */
type Party = Pick<Call, 'caller' | 'method'>;

export interface FlowObserver {
  refused(refusal: Refusal, party: Party): void;
  /** A rule that only watches would have refused a call. */
  shadowed(refusal: Refusal, party: Party): void;
}

export interface FlowGateOptions {
  engine: FlowEngine;
  clock: Clock;
  observer: FlowObserver;
}

/** What a caller brought upon itself says nothing about the mesh. */
const CALLER_FAULTS: ReadonlySet<ErrorKind> = new Set([
  'INVALID_ARGUMENT',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'UNAUTHENTICATED',
]);
/** A caller that allows a call less time than this cannot blame the mesh for being late. */
const FAIR_TIME_MS = 50;

export class FlowGate {
  readonly #engine: FlowEngine;
  readonly #clock: Clock;
  readonly #observer: FlowObserver;

  constructor({ engine, clock, observer }: FlowGateOptions) {
    this.#engine = engine;
    this.#clock = clock;
    this.#observer = observer;
  }

  /**
   * Runs the call if no rule stands against it, when its turn has come. Rejects with what it fails
   * with, or with a MeshError that names the rule and tells when to come back.
   */
  async pass<T>(
    call: Call,
    served: ServedCall,
    run: (degraded: boolean) => Promise<T>,
  ): Promise<T> {
    const admission = this.#engine.admit(call, this.#clock.monotonicMs());
    for (const refusal of admission.shadow) this.#observer.shadowed(refusal, call);
    if (admission.verdict === 'refused') {
      this.#observer.refused(admission, call);
      throw new MeshError(tellRefusal(call, admission));
    }
    if (admission.verdict === 'paced') await this.#awaitTurn(call, admission, served);
    return this.#run(admission, run);
  }

  /**
   * What a call is refused with whatever it asks for, before it is read: a flood of refusals costs
   * others next to nothing. Undefined when that depends on the request.
   */
  refuseUnread(party: Omit<Call, 'cost' | 'keys'>): MeshErrorFields | undefined {
    const refusal = this.#engine.refuseUnread(party, this.#clock.monotonicMs());
    if (!refusal) return undefined;
    this.#observer.refused(refusal, party);
    return tellRefusal({ ...party, cost: 1, keys: [] }, refusal);
  }

  async #awaitTurn(
    call: Call,
    { ticket, waitMs }: Extract<Admission, { verdict: 'paced' }>,
    served: ServedCall,
  ): Promise<void> {
    try {
      if (waitMs >= served.remainingMs()) throw turnTooLate(call, waitMs);
      await sleep(Math.ceil(waitMs), served.signal);
    } catch (error) {
      this.#engine.cancel(ticket, this.#clock.monotonicMs());
      throw served.signal.aborted ? callerGone(call) : error;
    }
  }

  async #run<T>(
    { ticket, degraded }: { ticket: Ticket; degraded: boolean },
    run: (degraded: boolean) => Promise<T>,
  ): Promise<T> {
    try {
      const answer = await run(degraded);
      this.#engine.complete(ticket, 'ok', this.#clock.monotonicMs());
      return answer;
    } catch (error) {
      const nowMs = this.#clock.monotonicMs();
      this.#engine.complete(ticket, outcomeOf(error, nowMs - ticket.startMs), nowMs);
      throw error;
    }
  }
}

function outcomeOf(error: unknown, elapsedMs: number): Outcome {
  if (!isMeshError(error)) return isAbort(error) ? 'cancelled' : 'failed';
  if (error.kind === 'CANCELLED') return 'cancelled';
  if (error.kind === 'DEADLINE_EXCEEDED' && elapsedMs < FAIR_TIME_MS) return 'cancelled';
  return CALLER_FAULTS.has(error.kind) ? 'caller-fault' : 'failed';
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
