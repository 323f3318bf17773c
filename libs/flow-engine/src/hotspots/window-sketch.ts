// Recent costs of values for which the table has no slot: a count-min sketch (Cormode and
// Muthukrishnan, 2005) over the last window. It never tells too little. Of N cost entered in its
// time it tells more than 2.72 N / width too much with a probability of e^-4 for any one value.
// Sketches are additive, so that what is taken back leaves it exactly.
//
// It covers three half windows, the present one included, so that a cost counts for between one and
// one and a half windows.

const ROWS = 4;
const PANES = 3;

export class WindowSketch {
  /** How many half windows a cost counts for. */
  readonly ages = PANES;
  readonly #width: number;
  readonly #paneMs: number;
  readonly #cells: Float64Array;
  #pane = -Infinity;
  #emptyMs = -Infinity;

  constructor(windowMs: number, width: number) {
    this.#width = width;
    this.#paneMs = windowMs / (PANES - 1);
    this.#cells = new Float64Array(PANES * ROWS * width);
  }

  get bytes(): number {
    return this.#cells.byteLength;
  }

  /** Whether nothing that was entered counts any more. */
  isEmptyAt(nowMs: number): boolean {
    return this.#emptyMs <= nowMs;
  }

  /** At least the cost that counts for this value once `age` more half windows have begun. */
  estimate(hash: number, nowMs: number, age = 0): number {
    if (this.isEmptyAt(nowMs)) return 0;
    this.#slide(nowMs);
    let least = Infinity;
    for (let row = 0; row < ROWS; row++) {
      let sum = 0;
      for (let back = 0; back < PANES - age; back++) {
        sum += this.#cells[this.#index(hash, row, this.#pane - back)] ?? 0;
      }
      // Mostly so in the first row: the others are a miss of the processor's cache each.
      if (sum === 0) return 0;
      least = Math.min(least, sum);
    }
    return least;
  }

  /** When `age` more half windows have begun. */
  ageMs(nowMs: number, age: number): number {
    return age === 0 ? nowMs : (Math.floor(nowMs / this.#paneMs) + age) * this.#paneMs;
  }

  add(hash: number, cost: number, nowMs: number): void {
    this.#slide(nowMs);
    this.#change(hash, cost, this.#pane);
    this.#emptyMs = (this.#pane + PANES) * this.#paneMs;
  }

  /** Takes back a cost added at `atMs`; nothing when it counts no more. */
  remove(hash: number, cost: number, atMs: number): void {
    const pane = Math.floor(atMs / this.#paneMs);
    if (pane > this.#pane - PANES) this.#change(hash, -cost, pane);
  }

  #change(hash: number, cost: number, pane: number): void {
    for (let row = 0; row < ROWS; row++) {
      const at = this.#index(hash, row, pane);
      this.#cells[at] = (this.#cells[at] ?? 0) + cost;
    }
  }

  #index(hash: number, row: number, pane: number): number {
    const step = Math.floor(hash / 2 ** 32) | 1;
    const column = ((hash + row * step) >>> 0) % this.#width;
    // The panes of a column lie together: a value's panes are read together.
    return (row * this.#width + column) * PANES + placeOf(pane);
  }

  #slide(nowMs: number): void {
    const pane = Math.floor(nowMs / this.#paneMs);
    if (pane <= this.#pane) return;
    const stale = Math.min(PANES, pane - this.#pane);
    for (let back = 0; back < stale; back++) {
      for (let at = placeOf(pane - back); at < this.#cells.length; at += PANES) this.#cells[at] = 0;
    }
    this.#pane = pane;
  }
}

/** Panes before the start of the clock have places as well. */
function placeOf(pane: number): number {
  return ((pane % PANES) + PANES) % PANES;
}
