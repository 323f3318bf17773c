// BEHAVIOR_PACE: calls run evenly spaced, each cost for windowMs / threshold, but `burst` of it may
// run ahead after a quiet time; what would wait longer than the queue's timeout is refused at once.
// Spacing alone lets a window pass too much when costs differ or do not divide the threshold, so
// the window is kept as well, over the instants at which calls run.
import { WINDOW_RECEIPT_LENGTH, type SlidingWindow } from '../windows/sliding-window.ts';
import type { Gate } from './gate.ts';

/** A turn given back from the middle of the queue: free again once all turns after it are. */
interface Hole {
  beforeMs: number;
  afterMs: number;
}

const HOLES_MAX = 256;

export class PaceGate implements Gate {
  readonly receiptLength = WINDOW_RECEIPT_LENGTH + 2;
  queueTimeoutMs: number;
  readonly #window: SlidingWindow;
  /** When all turns given so far are over. */
  #freeMs = -Infinity;
  readonly #holes: Hole[] = [];

  constructor(window: SlidingWindow, queueTimeoutMs: number) {
    this.#window = window;
    this.queueTimeoutMs = queueTimeoutMs;
  }

  get threshold(): number {
    return this.#window.threshold;
  }

  usedAt(nowMs: number): number {
    return this.#window.usedAt(nowMs);
  }

  admits(cost: number): boolean {
    return this.#window.admits(cost);
  }

  passesAt(cost: number, nowMs: number): number {
    const turnMs = this.#turnOf(cost, nowMs);
    return turnMs - nowMs <= this.queueTimeoutMs ? nowMs : turnMs - this.queueTimeoutMs;
  }

  take(cost: number, nowMs: number, receipts: number[]): number {
    const turnMs = this.#turnOf(cost, nowMs);
    this.#window.take(cost, turnMs, receipts);
    const beforeMs = this.#freeMs;
    this.#freeMs = Math.max(beforeMs, turnMs) + cost * this.#msPerCost;
    receipts.push(beforeMs, this.#freeMs);
    return turnMs;
  }

  giveBack(cost: number, receipts: readonly number[], at: number): void {
    this.#window.giveBack(cost, receipts, at);
    const beforeMs = receipts[at + WINDOW_RECEIPT_LENGTH] ?? 0;
    const afterMs = receipts[at + WINDOW_RECEIPT_LENGTH + 1] ?? 0;
    this.#holes.push({ beforeMs, afterMs });
    this.#closeHoles();
    // A turn forgotten here stays empty, which costs time and never room.
    if (this.#holes.length > HOLES_MAX) this.#holes.shift();
  }

  end(): void {
    // What ran stays in its window.
  }

  get #msPerCost(): number {
    return this.#window.windowMs / this.#window.threshold;
  }

  #turnOf(cost: number, nowMs: number): number {
    const spacedMs = this.#freeMs - this.#window.burst * this.#msPerCost;
    return this.#window.passesAt(cost, nowMs, Math.max(nowMs, spacedMs));
  }

  /** Turns come back from the end of the queue only: those before it have been told to others. */
  #closeHoles(): void {
    for (let at = this.#holes.length - 1; at >= 0; at--) {
      const hole = this.#holes[at];
      if (hole?.afterMs !== this.#freeMs) continue;
      this.#freeMs = hole.beforeMs;
      this.#holes.splice(at, 1);
      at = this.#holes.length;
    }
  }
}
