// BEHAVIOR_WARM_UP: a threshold that rises with use and falls with rest.
//
// Heat h goes from 0 to 1, and the threshold in force is
//   threshold / coldFactor + (threshold - threshold / coldFactor) * h.
// Between two calls that pass, h changes by (2u - 1) / warmUpMs for each millisecond, where u is
// the share of the threshold in force that was used: full use heats in warmUpMs, rest cools in
// warmUpMs, half use holds. After one window without a call u is 0. A call alone in its window
// passes up to the whole threshold, because otherwise one that costs more than the cold threshold
// never could.
import { WINDOW_RECEIPT_LENGTH, type SlidingWindow } from '../windows/sliding-window.ts';
import type { Gate } from './gate.ts';

export interface WarmUp {
  threshold: number;
  warmUpMs: number;
  coldFactor: number;
}

export class WarmUpGate implements Gate {
  readonly receiptLength = WINDOW_RECEIPT_LENGTH;
  readonly #window: SlidingWindow;
  #warmUp: WarmUp;
  #heat = 0;
  #load = 0;
  #heatedMs = -Infinity;

  constructor(window: SlidingWindow, warmUp: WarmUp) {
    this.#window = window;
    this.#warmUp = warmUp;
    window.threshold = this.#inForce;
  }

  get threshold(): number {
    return this.#window.threshold;
  }

  /** Other numbers, the same heat. */
  retune(warmUp: WarmUp): void {
    this.#warmUp = warmUp;
    this.#window.threshold = this.#inForce;
  }

  usedAt(nowMs: number): number {
    return this.#window.usedAt(nowMs);
  }

  admits(cost: number): boolean {
    return cost <= this.#warmUp.threshold + this.#window.burst;
  }

  passesAt(cost: number, nowMs: number): number {
    const atMs = this.#window.passesAt(cost, nowMs);
    if (atMs === nowMs || cost > this.#warmUp.threshold) return atMs;
    return Math.min(atMs, this.#window.emptyAt(nowMs));
  }

  take(cost: number, nowMs: number, receipts: number[]): number {
    this.#change(nowMs);
    // What a call alone in its window takes beyond the threshold is not the reserve's affair.
    const isAlone = this.#window.usedAt(nowMs) === 0 && cost > this.#window.threshold;
    if (isAlone && cost <= this.#warmUp.threshold) this.#window.threshold = cost;
    this.#window.take(cost, nowMs, receipts);
    this.#window.threshold = this.#inForce;
    this.#load = Math.min(1, this.#window.usedAt(nowMs) / this.#window.threshold);
    return nowMs;
  }

  /** The cost comes back; what warmed in the meantime stays warm. */
  giveBack(cost: number, receipts: readonly number[], at: number): void {
    this.#window.giveBack(cost, receipts, at);
  }

  end(): void {
    // What was passed stays in its window.
  }

  get #inForce(): number {
    const { threshold, coldFactor } = this.#warmUp;
    const cold = threshold / coldFactor;
    return cold + (threshold - cold) * this.#heat;
  }

  #change(nowMs: number): void {
    const elapsedMs = nowMs - this.#heatedMs;
    const usedMs = Math.min(elapsedMs, this.#window.windowMs);
    const change = (2 * this.#load - 1) * usedMs - (elapsedMs - usedMs);
    this.#heat = Math.min(1, Math.max(0, this.#heat + change / this.#warmUp.warmUpMs));
    this.#heatedMs = nowMs;
    this.#window.threshold = this.#inForce;
  }
}
