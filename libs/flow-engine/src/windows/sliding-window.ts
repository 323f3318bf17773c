// A threshold over every window of a length, wherever it starts, and a reserve on top of it for the
// first moments after a quiet time.
//
// The reserve holds at most `burst` and is drawn on only when the window is full. What it gets back
// is charged to the window at that instant, as a call would be, so that over any span L the cost
// passed is at most threshold * ceil(L / windowMs), which the windows allow, and the burst the
// reserve held at the start. A caller under the threshold is never refused for it: what a refill
// takes from the window it puts into the reserve.
import { CostLog } from './cost-log.ts';
import { PART, wholeParts, wholePartsUp } from './parts.ts';

/** How many numbers a `take` leaves: the entry, what was reserved, and `#returned` at the time. */
export const WINDOW_RECEIPT_LENGTH = 3;

export class SlidingWindow {
  threshold: number;
  burst: number;
  readonly #log: CostLog;
  /** What is missing from a full reserve. */
  #missing = 0;
  #refilledMs = -Infinity;
  /** All that refills ever gave back to the reserve. */
  #returned = 0;
  /** What rounding kept from the last refill. */
  #carried = 0;

  constructor(windowMs: number, threshold: number, burst: number) {
    this.#log = new CostLog(windowMs);
    this.threshold = threshold;
    this.burst = burst;
  }

  get windowMs(): number {
    return this.#log.windowMs;
  }

  get capacity(): number {
    return this.#log.capacity;
  }

  usedAt(nowMs: number): number {
    this.#log.expire(nowMs);
    return this.#log.used;
  }

  /** When the window is empty if nothing else passes. */
  emptyAt(nowMs: number): number {
    return this.belowAt(0, nowMs);
  }

  /** When at most `limit` is in use if nothing else passes; Infinity for a limit below 0. */
  belowAt(limit: number, nowMs: number): number {
    this.#log.expire(nowMs);
    return this.#log.fitsAt(limit, nowMs);
  }

  /** Whether a cost could ever pass. */
  admits(cost: number): boolean {
    return cost <= this.threshold + this.burst;
  }

  /**
   * The instant from which `cost` passes if nothing else does; not before `fromMs`, which may lie
   * after `nowMs`. Infinity when it never can.
   */
  passesAt(cost: number, nowMs: number, fromMs = nowMs): number {
    this.#log.expire(nowMs);
    if (this.#missing > 0) this.#refill(nowMs);
    const room = this.threshold + this.#reserve - cost;
    if (room >= 0) {
      return this.#log.used <= room && fromMs === nowMs ? nowMs : this.#log.fitsAt(room, fromMs);
    }
    if (!this.admits(cost)) return Infinity;
    // A part more than is missing, because refills are rounded down to whole parts.
    const refillMs = ((PART - room) / this.threshold) * this.windowMs;
    return Math.max(fromMs, this.#refilledMs + 2 * this.windowMs + refillMs);
  }

  /** Charges `cost`, and appends to `receipts` the numbers that `giveBack` reads. */
  take(cost: number, atMs: number, receipts: number[]): void {
    const room = Math.max(0, this.threshold - this.#log.used);
    const reserved = this.burst > 0 ? wholePartsUp(Math.max(0, cost - room)) : 0;
    if (reserved > 0) {
      this.#missing += reserved;
      this.#refilledMs = Math.max(atMs, this.#refilledMs);
    }
    receipts.push(this.#log.add(Math.max(0, cost - reserved), atMs), reserved, this.#returned);
  }

  giveBack(cost: number, receipts: readonly number[], at: number): void {
    const entry = receipts[at] ?? 0;
    const reserved = receipts[at + 1] ?? 0;
    this.#log.remove(entry, Math.max(0, cost - reserved));
    // What has come back by itself since then would come back twice.
    const returned = this.#returned - (receipts[at + 2] ?? 0);
    this.#missing = Math.max(0, this.#missing - Math.max(0, reserved - returned));
  }

  get #reserve(): number {
    return Math.max(0, this.burst - this.#missing);
  }

  /**
   * What came back by itself since the last refill: threshold / windowMs for the time that began
   * two windows after it, because by then neither it nor any call of before touches the present
   * window; and from the room there is now, at the same rate, charged now.
   */
  #refill(nowMs: number): void {
    const elapsedMs = nowMs - this.#refilledMs;
    const perMs = this.threshold / this.windowMs;
    const freeMs = Math.max(0, elapsedMs - 2 * this.windowMs);
    const free = wholeParts(Math.min(this.#missing, perMs * freeMs));
    const room = Math.max(0, this.threshold - this.#log.used);
    const due = perMs * elapsedMs + this.#carried;
    const charged = wholeParts(Math.min(this.#missing - free, due, room));
    this.#carried = Math.min(due - charged, PART);
    this.#missing -= free + charged;
    this.#returned += free + charged;
    this.#refilledMs = nowMs;
    if (charged > 0) this.#log.add(charged, nowMs);
  }
}
