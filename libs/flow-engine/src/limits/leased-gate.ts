// SCOPE_GLOBAL: the rule's own gate, with this gateway's share of the threshold and of the burst in
// the place of the whole.
import type { Lease } from '../leases/lease.ts';
import type { Gate } from './gate.ts';

export interface Shared {
  gate: Gate;
  lease: Lease;
  /** Of the rule, for whether a cost could ever pass. */
  costMax: number;
  setThreshold: (threshold: number) => void;
}

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
    const share = this.#shared.lease.shareAt(nowMs);
    if (share !== this.#share) {
      this.#share = share;
      this.#shared.setThreshold(share);
    }
    return share > 0 ? this.#shared.gate.passesAt(cost, nowMs) : Infinity;
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
