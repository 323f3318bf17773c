// How calls went in the window that ends now. It slides in 64 steps, so that it covers between
// 63/64 and the whole of its length: a breaker that looks at fixed intervals forgets everything at
// their edges and needs a whole new interval to see what is wrong.

const STEPS = 64;
// Times are summed as whole microseconds, because what is added to a sum of fractions and later
// subtracted leaves a remainder.
const MICROSECONDS = 1_000;

export class CallWindow {
  calls = 0;
  bad = 0;
  readonly #stepMs: number;
  readonly #calls = new Float64Array(STEPS);
  readonly #bad = new Float64Array(STEPS);
  readonly #times = new Float64Array(STEPS);
  #time = 0;
  #step = -Infinity;

  constructor(windowMs: number) {
    this.#stepMs = windowMs / STEPS;
  }

  get totalMs(): number {
    return this.#time / MICROSECONDS;
  }

  slide(nowMs: number): void {
    const step = Math.floor(nowMs / this.#stepMs);
    if (step <= this.#step) return;
    for (let each = Math.max(this.#step + 1, step - STEPS + 1); each <= step; each++) {
      const at = each % STEPS;
      this.calls -= this.#calls[at] ?? 0;
      this.bad -= this.#bad[at] ?? 0;
      this.#time -= this.#times[at] ?? 0;
      this.#calls[at] = this.#bad[at] = this.#times[at] = 0;
    }
    this.#step = step;
  }

  add(call: { isBad: boolean; elapsedMs: number }, nowMs: number): void {
    this.slide(nowMs);
    const at = this.#step % STEPS;
    const time = Math.round(call.elapsedMs * MICROSECONDS);
    this.#calls[at] = (this.#calls[at] ?? 0) + 1;
    this.#times[at] = (this.#times[at] ?? 0) + time;
    this.calls++;
    this.#time += time;
    if (!call.isBad) return;
    this.#bad[at] = (this.#bad[at] ?? 0) + 1;
    this.bad++;
  }

  clear(): void {
    this.#calls.fill(0);
    this.#bad.fill(0);
    this.#times.fill(0);
    this.calls = this.bad = this.#time = 0;
  }
}
