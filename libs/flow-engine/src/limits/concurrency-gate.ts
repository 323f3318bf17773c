// METRIC_CONCURRENCY: calls in progress, whatever they cost.
import type { Gate } from './gate.ts';

export class ConcurrencyGate implements Gate {
  readonly receiptLength = 0;
  threshold: number;
  burst: number;
  #running = 0;

  constructor(threshold: number, burst: number) {
    this.threshold = threshold;
    this.burst = burst;
  }

  usedAt(): number {
    return this.#running;
  }

  admits(): boolean {
    return this.threshold + this.burst >= 1;
  }

  /** Nobody knows when a call in progress ends. */
  passesAt(_cost: number, nowMs: number): number {
    return this.#running + 1 <= this.threshold + this.burst ? nowMs : Infinity;
  }

  take(_cost: number, nowMs: number): number {
    this.#running++;
    return nowMs;
  }

  giveBack(): void {
    this.end();
  }

  end(): void {
    this.#running--;
  }
}
