// The numbers that beats carry: they grow by about a thousand a second and never shrink, whoever
// beats. No wall clock decides once any number is known, so a clock that jumps shortens no lock's
// life.
import type { Clock } from '@member-mesh/kernel';

/** After a pause of the process beats go on from where they were, not from where time is. */
const ADVANCE_MAX = 2_000;

export class BeatClock {
  readonly #clock: Clock;
  #known = 0;
  #knownAtMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A beat that some bucket has. */
  observe(beat: number): void {
    if (beat <= this.#known) return;
    this.#known = beat;
    this.#knownAtMs = this.#clock.monotonicMs();
  }

  /**
   * The next beat. Two who beat at once do not add up: each counts from the greatest it has seen.
   */
  next(): number {
    if (this.#known === 0) return this.#clock.nowMs();
    const elapsedMs = Math.floor(this.#clock.monotonicMs() - this.#knownAtMs);
    return this.#known + Math.min(Math.max(elapsedMs, 1), ADVANCE_MAX);
  }
}
