// SCOPE_GLOBAL: the rule's own gate, with this gateway's share of the threshold and of the burst in
// the place of the whole. A rule that is made while calls come is in force with the first share:
// nobody is refused for the moment that it takes to arrive.
import type { Leasing } from '../leases/leasing.ts';
import type { Gate } from './gate.ts';

export interface Shared {
  gate: Gate;
  /** Of the rule, for whether a cost could ever pass. */
  costMax: number;
  setThreshold: (threshold: number) => void;
  leasing: Leasing;
}

/** Without a share by then, nothing passes: nobody knows what others pass. */
const FIRST_SHARE_MS_MAX = 1_000;

export class LeasedGate implements Gate {
  readonly receiptLength: number;
  readonly #shared: Shared;
  #share = -1;

  constructor(shared: Shared) {
    this.#shared = shared;
    this.receiptLength = shared.gate.receiptLength;
  }

  get threshold(): number {
    return this.#shared.gate.threshold;
  }

  usedAt(nowMs: number): number {
    return this.#shared.gate.usedAt(nowMs);
  }

  /** The share may grow up to the whole. */
  admits(cost: number): boolean {
    return cost <= this.#shared.costMax;
  }

  passesAt(cost: number, nowMs: number): number {
    const share = this.#shared.leasing.lease.shareAt(nowMs);
    if (share !== this.#share) {
      this.#share = share;
      this.#shared.setThreshold(share);
    }
    if (share > 0) {
      this.#shared.leasing.hadShare = true;
      return this.#shared.gate.passesAt(cost, nowMs);
    }
    return this.#isComingInForce(nowMs) ? nowMs : Infinity;
  }

  #isComingInForce(nowMs: number): boolean {
    const { leasing } = this.#shared;
    if (!leasing.isLateComer || leasing.hadShare) return false;
    leasing.sharelessSinceMs ??= nowMs;
    return nowMs < leasing.sharelessSinceMs + FIRST_SHARE_MS_MAX;
  }

  take(cost: number, nowMs: number, receipts: number[]): number {
    return this.#shared.gate.take(cost, nowMs, receipts);
  }

  giveBack(cost: number, receipts: readonly number[], at: number): void {
    this.#shared.gate.giveBack(cost, receipts, at);
  }

  end(): void {
    this.#shared.gate.end();
  }
}
