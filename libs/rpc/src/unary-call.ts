// One call, asked of one target after the other until one answers. A target that fails is passed
// over: every call inside the mesh is idempotent, and one that is not says `repeat: 'never'`. A
// target that is late is only waited for alone when the call must not be asked twice. While no
// target can be reached the call waits for one, within its deadline: a service of which every
// process is being replaced is back in a moment.
import { type ClientUnaryCall, status } from '@grpc/grpc-js';

import { isConnected, type Target, whenConnected } from './channel-pool.ts';
import { DEADLINE_RESERVE_MS, deadlineOf } from './deadline.ts';
import { isMeshError, MeshError } from './mesh-error.ts';
import {
  type CallableMethod,
  type Calling,
  metadataOf,
  noTarget,
  type RequestOptions,
} from './outgoing.ts';

/** How long a call waits for a target while none can be reached: longer than a process starts. */
const UNREACHABLE_MS_MAX = 10_000;
/** How long a connection may take to be made before the next target is asked in its place. */
const CONNECT_MS_MAX = 300;
/** How often one call may be lost on its way without the target being found out of reach. */
const LOST_MAX = 3;

export interface UnaryRequest {
  method: CallableMethod;
  request: object;
  options: RequestOptions;
  /** The answer stays encoded. */
  raw: boolean;
}

/** The first answer. Rejects with a MeshError, or with the reason of a signal that aborted. */
export function callUnary(calling: Calling, call: UnaryRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    new UnaryCall(calling, call, { resolve, reject }).start();
  });
}

interface Outcome {
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

class UnaryCall {
  readonly #calling: Calling;
  readonly #call: UnaryRequest;
  readonly #outcome: Outcome;
  readonly #count: (code: number) => void;
  readonly #startMs: number;
  readonly #deadlineMs: number;
  /** The targets of this round, and how many of them were asked. */
  #round: readonly Target[] = [];
  #asked = 0;
  readonly #underWay: ClientUnaryCall[] = [];
  #timer: NodeJS.Timeout | undefined;
  #forgetWake: (() => void) | undefined;
  /** What a target said that could be reached but not help. */
  #refusal: MeshError | undefined;
  #lost = 0;
  /** Set when a call that must not be repeated was handed to a connection. */
  #sent = false;
  #takenBack = false;
  #aborted = false;
  #ended = false;

  constructor(calling: Calling, call: UnaryRequest, outcome: Outcome) {
    this.#calling = calling;
    this.#call = call;
    this.#outcome = outcome;
    this.#count = calling.metrics.start(call.method.labels);
    this.#startMs = calling.clock.nowMs();
    this.#deadlineMs = deadlineOf(this.#startMs, call.options);
  }

  start(): void {
    const { signal, parent } = this.#call.options;
    for (const each of [signal, parent?.signal]) {
      if (each?.aborted) return this.#fail(each.reason);
      each?.addEventListener('abort', this.#onAbort);
    }
    this.#beginRound();
  }

  #beginRound(): void {
    if (this.#calling.pool.isClosed) return this.#fail(clientClosed(this.#call.method.path));
    this.#round = this.#calling.pool.order();
    this.#asked = 0;
    if (this.#round.length === 0) return this.#fail(noTarget(this.#call.method.path));
    this.#askNext();
  }

  #askNext(): void {
    const target = this.#round[this.#asked++];
    if (!target) return;
    const once = this.#call.options.repeat === 'never';
    const answer = once ? this.#sendOnce(target) : this.#ask(target);
    answer.then(
      (value) => this.#onAnswer(target, value),
      (error: unknown) => this.#onFailure(target, error),
    );
    this.#watch(target);
  }

  #ask(target: Target): Promise<unknown> {
    const { enabled } = this.#calling.telemetry.tracing;
    return enabled ? this.#sendTraced(target) : this.#send(target);
  }

  /** Only over a connection that stands: what failed before that is known not to have been sent. */
  async #sendOnce(target: Target): Promise<unknown> {
    const connectUntilMs = this.#calling.clock.nowMs() + CONNECT_MS_MAX;
    await whenConnected(target, Math.min(this.#deadlineMs, connectUntilMs));
    if (this.#ended) return undefined;
    this.#sent = true;
    return this.#ask(target);
  }

  #sendTraced(target: Target): Promise<unknown> {
    const { tracing } = this.#calling.telemetry;
    const span = { name: this.#call.method.path.slice(1), kind: 'client' as const };
    return tracing.run(tracing.inject(), span, () => this.#send(target));
  }

  #send(target: Target): Promise<unknown> {
    const { method, request, options, raw } = this.#call;
    return new Promise((resolve, reject) => {
      const sent = target.client.makeUnaryRequest(
        method.path,
        method.serialize,
        raw ? asBytes : method.deserialize,
        request,
        metadataOf(this.#calling, options),
        { deadline: this.#deadlineMs },
        (error, answer) => {
          this.#underWay.splice(this.#underWay.indexOf(sent), 1);
          if (error) reject(this.#calling.errors.fromServiceError(error));
          else resolve(answer);
        },
      );
      this.#underWay.push(sent);
    });
  }

  /** Sees to it that a late target does not hold the call up while there is another one to ask. */
  #watch(target: Target): void {
    clearTimeout(this.#timer);
    const { hedgeAfterMs, repeat } = this.#call.options;
    if (this.#asked >= this.#round.length || repeat === 'never') return;
    if (hedgeAfterMs !== undefined) {
      this.#timer = setTimeout(() => this.#hedge(target), hedgeAfterMs);
    } else if (!isConnected(target)) {
      this.#timer = setTimeout(() => {
        if (isConnected(target)) return;
        // What waits for a connection was not sent: it can be taken back and is asked elsewhere.
        this.#takenBack = true;
        for (const sent of this.#underWay) sent.cancel();
      }, CONNECT_MS_MAX);
    }
  }

  #hedge(late: Target): void {
    this.#calling.pool.suspect(late);
    this.#calling.onHedge(this.#call.method.labels);
    this.#askNext();
  }

  #onAnswer(target: Target, answer: unknown): void {
    if (this.#ended) return;
    target.suspectUntilMs = 0;
    this.#end(status.OK);
    this.#outcome.resolve(answer);
  }

  #onFailure(target: Target, error: unknown): void {
    if (this.#ended) return;
    if (this.#sent && !this.#aborted) return this.#fail(outcomeOf(this.#call.method.path, error));
    if (this.#aborted || !this.#passesOver(target, error)) return this.#fail(error);
    if (this.#asked < this.#round.length) return this.#askNext();
    // Whoever was asked before may still answer.
    if (this.#underWay.length > 0) return;
    if (this.#refusal) return this.#fail(this.#refusal);
    this.#awaitTarget(error);
  }

  /** Whether another target should be asked after this failure. */
  #passesOver(target: Target, error: unknown): boolean {
    if (!isMeshError(error)) return false;
    if (isAnswer(error)) {
      if (this.#call.options.hedgeAfterMs === undefined) return false;
      if (error.kind !== 'UNAVAILABLE') return false;
      this.#refusal = error;
      this.#calling.pool.suspect(target);
      return true;
    }
    if (error.kind === 'UNAVAILABLE') return true;
    if (error.kind !== 'CANCELLED' && error.kind !== 'INTERNAL') return false;
    if (this.#takenBack) {
      this.#takenBack = false;
      return true;
    }
    // A connection that closes can end its calls as if they had been cancelled or never begun.
    return ++this.#lost <= LOST_MAX;
  }

  #awaitTarget(error: unknown): void {
    if (this.#calling.pool.isClosed) return this.#fail(clientClosed(this.#call.method.path));
    // The reserve lets the caller learn what was missing, and not only that it took too long.
    const giveUpMs = Math.min(
      this.#deadlineMs - DEADLINE_RESERVE_MS,
      this.#startMs + UNREACHABLE_MS_MAX,
    );
    const leftMs = giveUpMs - this.#calling.clock.nowMs();
    if (leftMs <= 0) return this.#fail(unreachable(this.#call.method.path, error));
    this.#timer = setTimeout(() => this.#fail(unreachable(this.#call.method.path, error)), leftMs);
    this.#forgetWake = this.#calling.pool.onReachable(() => {
      clearTimeout(this.#timer);
      this.#forgetWake = undefined;
      this.#beginRound();
    });
  }

  readonly #onAbort = (): void => {
    this.#aborted = true;
    if (this.#underWay.length > 0) for (const sent of this.#underWay) sent.cancel();
    else this.#fail(this.#call.options.signal?.reason ?? this.#call.options.parent?.signal.reason);
  };

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.#end(error instanceof MeshError ? status[error.kind] : status.UNKNOWN);
    this.#outcome.reject(error);
  }

  #end(code: number): void {
    const { signal, parent } = this.#call.options;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#forgetWake?.();
    signal?.removeEventListener('abort', this.#onAbort);
    parent?.signal.removeEventListener('abort', this.#onAbort);
    for (const sent of this.#underWay) sent.cancel();
    this.#count(code);
  }
}

function asBytes(answer: Buffer): Buffer {
  return answer;
}

function clientClosed(path: string): MeshError {
  return new MeshError({
    kind: 'UNAVAILABLE',
    reason: 'CLIENT_CLOSED',
    message: `the client of ${path} was closed before an answer came`,
  });
}

/** The transport's own words where it found the targets out of reach, else that none was found. */
function unreachable(path: string, error: unknown): unknown {
  if (isMeshError(error, 'UNAVAILABLE')) return error;
  return new MeshError({
    kind: 'UNAVAILABLE',
    reason: 'UNAVAILABLE',
    message: `no target of ${path} can be reached`,
    cause: error,
  });
}

/** With a reason a service has answered; without one the transport tells what became of a call. */
function isAnswer(error: MeshError): boolean {
  return error.reason !== error.kind;
}

/** What a service answered, or that nobody can tell what it did. */
function outcomeOf(path: string, error: unknown): unknown {
  if (!isMeshError(error) || isAnswer(error)) return error;
  return new MeshError({
    kind: 'UNAVAILABLE',
    reason: 'OUTCOME_UNKNOWN',
    message: `${path} was sent once and its answer lost: look whether it was done before asking again`,
    cause: error,
  });
}
