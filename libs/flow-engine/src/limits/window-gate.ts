// BEHAVIOR_REJECT: what does not fit into the window is refused at once.
import { WINDOW_RECEIPT_LENGTH, type SlidingWindow } from '../windows/sliding-window.ts';
import type { Gate } from './gate.ts';

export class WindowGate implements Gate {
  readonly receiptLength = WINDOW_RECEIPT_LENGTH;
  readonly #window: SlidingWindow;

  constructor(window: SlidingWindow) {
    this.#window = window;
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
    return this.#window.passesAt(cost, nowMs);
  }

  take(cost: number, nowMs: number, receipts: number[]): number {
    this.#window.take(cost, nowMs, receipts);
    return nowMs;
  }

  giveBack(cost: number, receipts: readonly number[], at: number): void {
    this.#window.giveBack(cost, receipts, at);
  }

  end(): void {
    // What was passed stays in its window.
  }
}
