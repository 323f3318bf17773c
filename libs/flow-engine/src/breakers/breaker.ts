// One circuit breaker. It is closed, open until an instant, or half-open and judged by its probes.
// Each change of state begins a generation, and every call carries the generation it was let in
// under: what began before a change says nothing about the state after it.
//
// Asking changes nothing but the passing of time, so that several breakers of one resource can all
// be asked before any of them is entered, and none is left half-open by another's refusal.
import type { Outcome } from '../call.ts';
import { CallWindow } from './call-window.ts';
import { CallsUnderWay } from './calls-under-way.ts';
import type { Judgement } from './judgement.ts';

type State =
  | { kind: 'closed' }
  | { kind: 'open'; untilMs: number }
  | { kind: 'half-open'; succeeded: number; probing: number };

export type BreakerStateName = State['kind'];

const NOT_FOLLOWED = -1;
const CLOSED: State = { kind: 'closed' };

export class Breaker {
  #judgement: Judgement;
  #state: State = CLOSED;
  #generation = 0;
  readonly #window: CallWindow;
  #underWay: CallsUnderWay;

  constructor(judgement: Judgement) {
    this.#judgement = judgement;
    this.#window = new CallWindow(judgement.statWindowMs);
    this.#underWay = new CallsUnderWay(judgement.callMsMax);
  }

  /** Other numbers for the same strategy and window; the state and what was counted stay. */
  retune(judgement: Judgement): void {
    const { callMsMax } = this.#judgement;
    this.#judgement = judgement;
    if (callMsMax === judgement.callMsMax) return;
    // Calls under way were counted by the former limit: they are let go, as after a change of
    // state.
    this.#generation++;
    this.#underWay = new CallsUnderWay(judgement.callMsMax);
    if (this.#state.kind === 'half-open') this.#state.probing = 0;
  }

  stateAt(nowMs: number): BreakerStateName {
    this.#tick(nowMs);
    return this.#state.kind;
  }

  /** The instant from which a call passes: `nowMs` when now, Infinity while probes decide. */
  passesAt(nowMs: number): number {
    this.#tick(nowMs);
    const state = this.#state;
    if (state.kind === 'closed') return nowMs;
    if (state.kind === 'open') return Math.max(nowMs, state.untilMs);
    return state.probing + state.succeeded < this.#judgement.probes ? nowMs : Infinity;
  }

  get threshold(): number {
    return this.#judgement.threshold;
  }

  /** How much of the threshold is reached; 0 while open, because nothing is counted then. */
  usedAt(nowMs: number): number {
    this.#tick(nowMs);
    return this.#judgement.usedOf(this.#window, this.#underWay, nowMs);
  }

  /** Lets in a call that passes now and runs from `startMs`; appends two numbers for `leave`. */
  enter(startMs: number, nowMs: number, receipts: number[]): void {
    if (this.#state.kind === 'open') {
      this.#change({ kind: 'half-open', succeeded: 0, probing: 0 });
    }
    const isProbe = this.#state.kind === 'half-open';
    if (this.#state.kind === 'half-open') this.#state.probing++;
    const isFollowed = isProbe || this.#isFollowed(startMs - nowMs);
    const cell = isFollowed ? this.#underWay.begin(startMs, nowMs) : NOT_FOLLOWED;
    receipts.push(this.#generation, cell);
  }

  /** A call has ended; `undefined` says that it never ran. */
  leave(
    receipt: { generation: number; cell: number; startMs: number },
    outcome: Outcome | undefined,
    nowMs: number,
  ): void {
    this.#tick(nowMs);
    if (receipt.generation !== this.#generation) return;
    if (receipt.cell !== NOT_FOLLOWED) this.#underWay.end(receipt.cell, receipt.startMs);
    if (this.#state.kind === 'half-open') this.#state.probing--;
    if (outcome === undefined) return;
    const elapsedMs = Math.max(0, nowMs - receipt.startMs);
    const verdict = this.#judgement.verdictOn(outcome, elapsedMs);
    if (verdict === 'none') return;
    if (this.#state.kind === 'half-open') this.#judgeProbe(verdict === 'good', outcome, nowMs);
    else this.#judgeCall({ isBad: verdict === 'bad', elapsedMs }, nowMs);
  }

  #judgeCall(call: { isBad: boolean; elapsedMs: number }, nowMs: number): void {
    this.#window.add(call, nowMs);
    if (this.#judgement.trips(this.#window, this.#underWay, nowMs)) this.#open(nowMs);
  }

  #judgeProbe(isGood: boolean, outcome: Outcome, nowMs: number): void {
    if (this.#state.kind !== 'half-open') return;
    // A call that failed is no success, also for a rule that otherwise looks only at times.
    if (!isGood || outcome === 'failed') {
      this.#open(nowMs);
      return;
    }
    this.#state.succeeded++;
    if (this.#state.succeeded >= this.#judgement.probes) this.#change(CLOSED);
  }

  #isFollowed(aheadMs: number): boolean {
    return this.#judgement.seesHangs && aheadMs <= this.#underWay.aheadMsMax;
  }

  #tick(nowMs: number): void {
    if (this.#state.kind === 'open') return;
    this.#underWay.slide(nowMs);
    if (this.#state.kind === 'half-open') {
      // A probe that does not return has failed when it became overdue.
      if (this.#underWay.overdue > 0) this.#open(this.#underWay.overdueSinceMs);
      return;
    }
    this.#window.slide(nowMs);
    if (this.#judgement.trips(this.#window, this.#underWay, nowMs)) this.#open(nowMs);
  }

  #open(atMs: number): void {
    this.#change({ kind: 'open', untilMs: atMs + this.#judgement.openForMs });
  }

  #change(state: State): void {
    this.#state = state;
    this.#generation++;
    this.#window.clear();
    this.#underWay = new CallsUnderWay(this.#judgement.callMsMax);
  }
}
