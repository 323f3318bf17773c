// What passed within the last window, exactly, in bounded memory.
//
// Two half-second buckets let double the threshold through around their border, and a token bucket
// does so after any quiet time. A log of what passed and when does neither: a call passes if, and
// only if, the window that ends with it stays at or under the limit, and then every window does.
// An instant is in the window (now - window, now]; what passed at t leaves at t + window.
//
// Passes closer together than the grain are kept as one run that counts from its latest pass. So
// never too much passes, and a pass counts at most one grain too long. Runs begin a grain apart,
// hence no more of them fit into a window than the ring has places.

/** The most runs one log holds. */
export const RUNS_MAX = 4_096;
/** How many grains make a window: one run more, and one for rounding, fills the ring. */
export const GRAINS_PER_WINDOW = RUNS_MAX - 2;

const RUNS_AT_FIRST = 8;

export class SlidingLog {
  readonly windowMs: number;
  readonly #grainMs: number;
  #instants = new Float64Array(RUNS_AT_FIRST);
  #costs = new Float64Array(RUNS_AT_FIRST);
  // The sequence numbers of the oldest run and of the one after the newest; a run's place in the
  // ring is its number modulo the ring's length.
  #oldest = 0;
  #next = 0;
  #newestStartMs = 0;
  #used = 0;

  constructor(windowMs: number) {
    this.windowMs = windowMs;
    this.#grainMs = windowMs / GRAINS_PER_WINDOW;
  }

  /** The cost within the window as of the last `forget`. */
  get used(): number {
    return this.#used;
  }

  /** How many runs are kept now. */
  get runs(): number {
    return this.#next - this.#oldest;
  }

  /** The bytes that the rings take. */
  get bytes(): number {
    return this.#instants.byteLength + this.#costs.byteLength;
  }

  /** Lets go of what has left the window and tells what is in it. */
  forget(nowMs: number): number {
    while (this.#oldest < this.#next) {
      const at = this.#place(this.#oldest);
      const cost = this.#costs[at] ?? 0;
      if (cost !== 0 && (this.#instants[at] ?? 0) + this.windowMs > nowMs) break;
      this.#used -= cost;
      this.#oldest++;
    }
    return this.#used;
  }

  /**
   * Counts a pass; `nowMs` is at or after every earlier one, and `forget(nowMs)` has been called.
   * Tells the number of its run, for `giveBack`.
   */
  add(cost: number, nowMs: number): number {
    this.#used += cost;
    if (this.#next > this.#oldest && nowMs - this.#newestStartMs < this.#grainMs) {
      const at = this.#place(this.#next - 1);
      this.#instants[at] = nowMs;
      this.#costs[at] = (this.#costs[at] ?? 0) + cost;
      return this.#next - 1;
    }
    if (this.runs === this.#instants.length) this.#grow();
    const at = this.#place(this.#next);
    this.#instants[at] = nowMs;
    this.#costs[at] = cost;
    this.#newestStartMs = nowMs;
    return this.#next++;
  }

  /** Takes back what `add` counted in that run; what has left the window is gone already. */
  giveBack(run: number, cost: number): void {
    if (run < this.#oldest) return;
    const at = this.#place(run);
    this.#costs[at] = (this.#costs[at] ?? 0) - cost;
    this.#used -= cost;
    // A newest run without cost is as if it had never been.
    while (this.#next > this.#oldest && this.#costs[this.#place(this.#next - 1)] === 0) {
      this.#next--;
      // The run before it has begun longer ago than a grain, so nothing joins it.
      this.#newestStartMs = -Infinity;
    }
  }

  /** What a run still counts for. */
  costOf(run: number): number {
    return this.#costs[this.#place(run)] ?? 0;
  }

  /** The instant at which a run leaves the window. */
  expiryOf(run: number): number {
    return (this.#instants[this.#place(run)] ?? 0) + this.windowMs;
  }

  /** The numbers of the oldest run and of the one after the newest. */
  get oldest(): number {
    return this.#oldest;
  }

  get next(): number {
    return this.#next;
  }

  /** The instant from which on at most `room` is used, when nothing else passes. */
  instantWithAtMost(room: number): number {
    let used = this.#used;
    for (let run = this.#oldest; run < this.#next; run++) {
      used -= this.costOf(run);
      if (used <= room) return this.expiryOf(run);
    }
    return Infinity;
  }

  #place(run: number): number {
    return run & (this.#instants.length - 1);
  }

  #grow(): void {
    const instants = new Float64Array(this.#instants.length * 2);
    const costs = new Float64Array(instants.length);
    for (let run = this.#oldest; run < this.#next; run++) {
      const to = run & (instants.length - 1);
      instants[to] = this.#instants[this.#place(run)] ?? 0;
      costs[to] = this.costOf(run);
    }
    this.#instants = instants;
    this.#costs = costs;
  }
}
