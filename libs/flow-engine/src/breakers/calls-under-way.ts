// Calls in progress by age, so that a hang is seen while it hangs. A call is overdue once it has
// run for longer than its limit, noticed at most a 64th of the limit late. Memory does not depend
// on how many calls run: they are counted by when they began, in cells of that 64th.

const CELLS_PER_LIMIT = 64;
// Half of the ring is for the past, half for calls that are yet to run.
const CELLS = 128;
const CELLS_AHEAD = 60;

export class CallsUnderWay {
  running = 0;
  overdue = 0;
  /** When the first of those overdue became so. */
  overdueSinceMs = Infinity;
  readonly #limitMs: number;
  readonly #cellMs: number;
  readonly #counts = new Float64Array(CELLS);
  readonly #starts = new Float64Array(CELLS);
  #overdueStarts = 0;
  /** Every cell up to this one is overdue. */
  #through = -Infinity;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
    this.#cellMs = limitMs / CELLS_PER_LIMIT;
  }

  /** How far ahead of now a call may begin and be followed exactly. */
  get aheadMsMax(): number {
    return this.#cellMs * (CELLS_AHEAD - 1);
  }

  /** Sum of the times for which the overdue have run. */
  overdueMs(nowMs: number): number {
    return this.overdue * nowMs - this.#overdueStarts;
  }

  /** A call begins at `startMs`; returns its cell, for `end`. */
  begin(startMs: number, nowMs: number): number {
    this.slide(nowMs);
    const latest = Math.floor(nowMs / this.#cellMs) + CELLS_AHEAD;
    const cell = Math.min(Math.floor(startMs / this.#cellMs), latest);
    this.#count(cell, 1, startMs);
    this.running++;
    return cell;
  }

  /** Ends a call of that cell; true when it had become overdue. */
  end(cell: number, startMs: number): boolean {
    this.running--;
    if (cell > this.#through) {
      this.#count(cell, -1, -startMs);
      return false;
    }
    this.overdue--;
    this.#overdueStarts -= startMs;
    if (this.overdue === 0) {
      this.#overdueStarts = 0;
      this.overdueSinceMs = Infinity;
    }
    return true;
  }

  slide(nowMs: number): void {
    const through = Math.floor((nowMs - this.#limitMs) / this.#cellMs) - 1;
    if (through <= this.#through) return;
    const oldest = this.#through + 1;
    this.#through = through;
    if (this.running === this.overdue) return;
    // No call began more than a round after the oldest cell: what lies beyond is empty.
    const latest = Math.min(through, oldest + CELLS - 1);
    for (let cell = oldest; cell <= latest; cell++) this.#moveOverdue(cell);
  }

  #moveOverdue(cell: number): void {
    const at = this.#at(cell);
    const count = this.#counts[at] ?? 0;
    if (count === 0) return;
    if (this.overdue === 0) this.overdueSinceMs = (cell + 1) * this.#cellMs + this.#limitMs;
    this.overdue += count;
    this.#overdueStarts += this.#starts[at] ?? 0;
    this.#counts[at] = this.#starts[at] = 0;
  }

  #count(cell: number, calls: number, startMs: number): void {
    const at = this.#at(cell);
    this.#counts[at] = (this.#counts[at] ?? 0) + calls;
    this.#starts[at] = (this.#starts[at] ?? 0) + startMs;
  }

  #at(cell: number): number {
    return ((cell % CELLS) + CELLS) % CELLS;
  }
}
