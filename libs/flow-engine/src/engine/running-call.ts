// What an admitted call has taken, so that its end or its giving up finds everything again.
import type { Outcome, Ticket } from '../call.ts';
import { VALUE_RECEIPT_LENGTH } from '../hotspots/hotspot-gate.ts';
import type { Check, Plan } from '../policy/plan.ts';
import { WINDOW_RECEIPT_LENGTH } from '../windows/sliding-window.ts';
import type { CallKeys } from './call-keys.ts';
import type { Verdict } from './verdict.ts';

const BREAKER_RECEIPT_LENGTH = 2;
const charge = { hash: 0, threshold: 0, cost: 0 };

export class RunningCall implements Ticket {
  readonly plan: Plan;
  readonly cost: number;
  readonly isDegraded: boolean;
  startMs: number;
  isOver = false;
  readonly #watching: readonly Check[] | undefined;
  // Receipts in the order of taking: flows, system, hotspots with their number of values, breakers.
  readonly #receipts: number[] = [];

  constructor(plan: Plan, cost: number, verdict: Verdict) {
    this.plan = plan;
    this.cost = cost;
    this.isDegraded = verdict.isDegraded;
    this.#watching = verdict.watching;
    this.startMs = 0;
  }

  /** Charges every rule of the plan; nothing refuses here. */
  take(keys: CallKeys, nowMs: number): void {
    this.startMs = nowMs;
    const receipts = this.#receipts;
    for (const check of this.plan.flows) {
      if (!this.#isTaking(check)) continue;
      const runMs = check.gate.take(this.cost, nowMs, receipts);
      if (check.isEnforced && runMs > this.startMs) this.startMs = runMs;
    }
    for (const check of this.plan.systems) {
      if (this.#isTaking(check)) check.guard.take(this.cost, nowMs, receipts);
    }
    this.#takeValues(keys, nowMs);
    if (this.isDegraded) return;
    for (const check of this.plan.breakers) {
      if (this.#isTaking(check)) check.breaker.enter(this.startMs, nowMs, receipts);
    }
  }

  /** The call has ended. What it cost stays charged. */
  complete(outcome: Outcome, nowMs: number): void {
    let at = 0;
    for (const check of this.plan.flows) {
      if (!this.#isTaking(check)) continue;
      check.gate.end();
      at += check.gate.receiptLength;
    }
    for (const check of this.plan.systems) {
      if (this.#isTaking(check)) at += WINDOW_RECEIPT_LENGTH;
    }
    for (const check of this.plan.hotspots) {
      if (this.#isTaking(check)) at += 1 + this.#receipt(at) * VALUE_RECEIPT_LENGTH;
    }
    this.#leaveBreakers(at, outcome, nowMs);
  }

  /** The call never ran: everything it took goes back. */
  cancel(nowMs: number): void {
    let at = 0;
    for (const check of this.plan.flows) {
      if (!this.#isTaking(check)) continue;
      check.gate.giveBack(this.cost, this.#receipts, at);
      at += check.gate.receiptLength;
    }
    for (const check of this.plan.systems) {
      if (!this.#isTaking(check)) continue;
      check.guard.giveBack(this.cost, this.#receipts, at);
      at += WINDOW_RECEIPT_LENGTH;
    }
    for (const check of this.plan.hotspots) {
      if (!this.#isTaking(check)) continue;
      let values = this.#receipt(at++);
      for (; values > 0; values--, at += VALUE_RECEIPT_LENGTH) {
        check.gate.giveBack(this.#receipts, at, nowMs);
      }
    }
    this.#leaveBreakers(at, undefined, nowMs);
  }

  #takeValues(keys: CallKeys, nowMs: number): void {
    const receipts = this.#receipts;
    for (const check of this.plan.hotspots) {
      if (!this.#isTaking(check)) continue;
      const countAt = receipts.push(0) - 1;
      let count = 0;
      for (let at = 0; at < keys.count; at++) {
        if (keys.kinds[at] !== check.keyKind) continue;
        charge.hash = keys.hash(at, check.salt);
        charge.threshold = check.gate.thresholdOf(keys.values[at] ?? '');
        charge.cost = keys.costs[at] ?? 0;
        check.gate.take(charge, nowMs, receipts);
        count++;
      }
      receipts[countAt] = count;
    }
  }

  #leaveBreakers(from: number, outcome: Outcome | undefined, nowMs: number): void {
    if (this.isDegraded) return;
    let at = from;
    for (const check of this.plan.breakers) {
      if (!this.#isTaking(check)) continue;
      const receipt = {
        generation: this.#receipt(at),
        cell: this.#receipt(at + 1),
        startMs: this.startMs,
      };
      check.breaker.leave(receipt, outcome, nowMs);
      at += BREAKER_RECEIPT_LENGTH;
    }
  }

  #receipt(at: number): number {
    return this.#receipts[at] ?? 0;
  }

  #isTaking(check: Check): boolean {
    return this.#watching === undefined || !this.#watching.includes(check);
  }
}
