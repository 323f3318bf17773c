// Which cost passed when, as exactly as memory allows. Counting in fixed buckets lets twice the
// limit through at a bucket's edge or refuses early all over it; a log has no edge. Costs that fall
// into the same 4,096th part of the window become one entry, counted at its latest instant: never
// too little is counted, and each cost for at most windowMs / 4,096 too long.

const GRAINS = 4_096;
const CAPACITY_FIRST = 16;
const GROWTH = 4;
const NOTHING = new Float64Array(0);

export class CostLog {
  readonly windowMs: number;
  readonly #grainMs: number;
  // A ring of closed entries, the oldest at #head; its length is 0 or a power of two.
  #instants = NOTHING;
  #costs = NOTHING;
  #head = 0;
  #count = 0;
  /**
   * Number of the oldest entry. Entries are numbered in order, so that a cost can be taken back.
   */
  #first = 0;
  // The newest entry is kept apart: most calls touch nothing else.
  #isOpen = false;
  #openMs = 0;
  #openCell = 0;
  #openCost = 0;
  #used = 0;

  constructor(windowMs: number) {
    this.windowMs = windowMs;
    this.#grainMs = windowMs / GRAINS;
  }

  /** Cost in the window that ends at the instant of the last `expire`. */
  get used(): number {
    return this.#used;
  }

  /** How many entries memory is held for, the open one included: at most 4,097. */
  get capacity(): number {
    return this.#instants.length + 1;
  }

  /** Forgets what left the window that ends at `nowMs`: an entry counts for exactly windowMs. */
  expire(nowMs: number): void {
    if (!this.#isOpen) return;
    if (this.#openMs + this.windowMs <= nowMs) {
      this.#clear();
      return;
    }
    while (this.#count > 0 && this.#expiryOf(this.#head) <= nowMs) {
      this.#used -= this.#costs[this.#head] ?? 0;
      this.#head = this.#indexOf(1);
      this.#count--;
      this.#first++;
      // Sums of fractions drift; once a round they are made anew.
      if (this.#head === 0) this.#used = this.#sum();
    }
  }

  /** Enters a cost at `atMs`, not before what was entered last. Returns the entry's number. */
  add(cost: number, atMs: number): number {
    const cell = Math.floor(atMs / this.#grainMs);
    if (this.#isOpen && cell > this.#openCell && this.#count < GRAINS) this.#close();
    if (this.#isOpen) {
      this.#openCost += cost;
      this.#openMs = Math.max(atMs, this.#openMs);
    } else {
      this.#isOpen = true;
      this.#openCost = cost;
      this.#openMs = atMs;
    }
    this.#openCell = cell;
    this.#used += cost;
    return this.#first + this.#count;
  }

  /** Takes back a cost that was entered under `number`; nothing if it has left the window. */
  remove(number: number, cost: number): void {
    const at = number - this.#first;
    if (at < 0 || !this.#isOpen) return;
    if (at === this.#count) {
      this.#openCost -= cost;
    } else {
      const index = this.#indexOf(at);
      this.#costs[index] = (this.#costs[index] ?? 0) - cost;
    }
    this.#used -= cost;
    this.#dropEmptyEnd();
  }

  /** The first instant, not before `fromMs`, from which at most `limit` is in use. */
  fitsAt(limit: number, fromMs: number): number {
    if (limit < 0) return Infinity;
    let left = this.#used;
    let atMs = fromMs;
    for (let at = 0; at < this.#count; at++) {
      const index = this.#indexOf(at);
      const expiryMs = this.#expiryOf(index);
      if (expiryMs > fromMs) {
        if (left <= limit) return atMs;
        atMs = expiryMs;
      }
      left -= this.#costs[index] ?? 0;
    }
    if (left <= limit || !this.#isOpen) return atMs;
    return Math.max(fromMs, this.#openMs + this.windowMs);
  }

  #indexOf(at: number): number {
    return (this.#head + at) & (this.#instants.length - 1);
  }

  #expiryOf(index: number): number {
    return (this.#instants[index] ?? 0) + this.windowMs;
  }

  #close(): void {
    if (this.#count === this.#instants.length) this.#grow();
    const index = this.#indexOf(this.#count);
    this.#instants[index] = this.#openMs;
    this.#costs[index] = this.#openCost;
    this.#count++;
    this.#isOpen = false;
  }

  /** What was taken back wholly is as if it had never been entered. */
  #dropEmptyEnd(): void {
    while (this.#openCost === 0) {
      if (this.#count === 0) {
        this.#isOpen = false;
        this.#used = 0;
        return;
      }
      this.#count--;
      const index = this.#indexOf(this.#count);
      this.#openMs = this.#instants[index] ?? 0;
      this.#openCost = this.#costs[index] ?? 0;
      this.#openCell = Math.floor(this.#openMs / this.#grainMs);
    }
  }

  #clear(): void {
    this.#first += this.#count + 1;
    this.#isOpen = false;
    this.#used = 0;
    this.#head = 0;
    this.#count = 0;
    // A caller that went quiet keeps no more memory than one that was never busy.
    if (this.#instants.length <= CAPACITY_FIRST) return;
    this.#instants = NOTHING;
    this.#costs = NOTHING;
  }

  #grow(): void {
    const length = Math.min(Math.max(CAPACITY_FIRST, this.#instants.length * GROWTH), GRAINS);
    const instants = new Float64Array(length);
    const costs = new Float64Array(length);
    for (let at = 0; at < this.#count; at++) {
      instants[at] = this.#instants[this.#indexOf(at)] ?? 0;
      costs[at] = this.#costs[this.#indexOf(at)] ?? 0;
    }
    this.#instants = instants;
    this.#costs = costs;
    this.#head = 0;
  }

  #sum(): number {
    let sum = this.#isOpen ? this.#openCost : 0;
    for (let at = 0; at < this.#count; at++) sum += this.#costs[this.#indexOf(at)] ?? 0;
    return sum;
  }
}
