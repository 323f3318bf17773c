// Tells a person how far a long command is: one line that is written over on a terminal, a new line
// every few seconds where nothing can be written over.
import type { Writable } from 'node:stream';
import type { Clock } from '@member-mesh/kernel';
import { displayWidth } from './table.ts';

const LIVE_INTERVAL_MS = 150;
const LINE_INTERVAL_MS = 5_000;
const WIDTH_WITHOUT_TERMINAL = 80;

export class ProgressLine {
  readonly #stream: Writable & { isTTY?: boolean; columns?: number };
  readonly #clock: Clock;
  #shownMs: number;
  #live = false;

  constructor(stream: Writable & { isTTY?: boolean; columns?: number }, clock: Clock) {
    this.#stream = stream;
    this.#clock = clock;
    // The first line comes after one interval: what is quicker needs none.
    this.#shownMs = clock.monotonicMs();
  }

  /** `text` is made only when it is shown. */
  show(text: () => string): void {
    const nowMs = this.#clock.monotonicMs();
    const intervalMs = this.#stream.isTTY ? LIVE_INTERVAL_MS : LINE_INTERVAL_MS;
    if (nowMs - this.#shownMs < intervalMs) return;
    this.#shownMs = nowMs;
    if (!this.#stream.isTTY) {
      this.#stream.write(`${text()}\n`);
      return;
    }
    this.#stream.write(`\r\x1b[2K${this.#fitted(text())}`);
    this.#live = true;
  }

  /** A line that stays. */
  note(text: string): void {
    this.clear();
    this.#stream.write(`${text}\n`);
  }

  clear(): void {
    if (this.#live) this.#stream.write('\r\x1b[2K');
    this.#live = false;
  }

  /** A line that breaks could not be written over. */
  #fitted(text: string): string {
    const width = (this.#stream.columns ?? WIDTH_WITHOUT_TERMINAL) - 1;
    return displayWidth(text) <= width ? text : text.slice(0, width);
  }
}
