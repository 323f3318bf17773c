// A budget that refills evenly: what is not used within a second is lost. Whoever comes while there
// is something left gets all that it wants, however much: a large request is then never refused for
// its size, nor for ever by small ones that come more often. What went beyond the budget is owed,
// and nothing is given until it has refilled.
import type { Clock } from '@member-mesh/kernel';

export class RateBudget {
  readonly #perSecond: number;
  readonly #clock: Clock;
  /** Below zero while something is owed. */
  #left: number;
  #atMs: number;

  constructor(perSecond: number, clock: Clock) {
    this.#perSecond = perSecond;
    this.#clock = clock;
    this.#left = perSecond;
    this.#atMs = clock.monotonicMs();
  }

  /** Takes all of `wanted` or nothing; true when it was taken. */
  take(wanted: number): boolean {
    const nowMs = this.#clock.monotonicMs();
    const gained = ((nowMs - this.#atMs) / 1_000) * this.#perSecond;
    this.#left = Math.min(this.#perSecond, this.#left + gained);
    this.#atMs = nowMs;
    if (this.#left < 1) return false;
    this.#left -= wanted;
    return true;
  }
}
