// Time as it was told. A clock that steps back stands still here until it is past where it was, so
// that nothing counted is lost and no window widens.

export class StandingClock {
  #nowMs = -Infinity;

  /** The instant that counts when `nowMs` is told. */
  at(nowMs: number): number {
    if (nowMs > this.#nowMs) this.#nowMs = nowMs;
    return this.#nowMs;
  }
}
