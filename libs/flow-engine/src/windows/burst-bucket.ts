// What bounds a burst over long times. A window of threshold + burst alone would let the burst
// through again in every window; this bucket lets it through once and fills it up at the rule's
// own rate.
//
// The bucket holds threshold + burst and fills at threshold / window. Over a span L it lets at most
// threshold * (L / window) + threshold + burst through, and a caller that stays at or under the
// threshold in every window never finds it empty: such a caller takes at most
// threshold * (L / window + 1) in L.
import { spanUntil } from './amounts.ts';

export interface BucketSize {
  threshold: number;
  burst: number;
  windowMs: number;
}

export class BurstBucket {
  #level: number;
  #atMs: number;

  /** A bucket from which `used` has been taken already. */
  constructor(size: BucketSize, used: number, nowMs: number) {
    this.#level = Math.max(0, size.threshold + size.burst - used);
    this.#atMs = nowMs;
  }

  /** What may be taken now. */
  level(size: BucketSize, nowMs: number): number {
    const filled = this.#level + (nowMs - this.#atMs) * (size.threshold / size.windowMs);
    return Math.min(size.threshold + size.burst, filled);
  }

  take(size: BucketSize, cost: number, nowMs: number): void {
    this.#level = this.level(size, nowMs) - cost;
    this.#atMs = nowMs;
  }

  giveBack(size: BucketSize, cost: number, nowMs: number): void {
    this.take(size, -cost, nowMs);
    this.#level = Math.min(this.#level, size.threshold + size.burst);
  }

  /** The span until `cost` may be taken, when nothing else is. */
  msUntil(size: BucketSize, cost: number, nowMs: number): number {
    const missing = cost - this.level(size, nowMs);
    if (missing <= 0) return 0;
    const rate = size.threshold / size.windowMs;
    let span = missing / rate;
    while (this.level(size, nowMs + span) < cost) span += (nowMs + span) * Number.EPSILON;
    return spanUntil(nowMs + span, nowMs);
  }
}
