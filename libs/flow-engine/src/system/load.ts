// How busy this gateway is as a whole: what system rules look at.
import { CallWindow } from '../breakers/call-window.ts';

const RESPONSE_TIME_WINDOW_MS = 1_000;

export class Load {
  /** Calls in progress. */
  running = 0;
  eventLoopDelayMs = 0;
  readonly #responses = new CallWindow(RESPONSE_TIME_WINDOW_MS);

  /** Mean response time of what ended within the last second; 0 when nothing did. */
  responseTimeMeanMs(nowMs: number): number {
    this.#responses.slide(nowMs);
    return this.#responses.calls === 0 ? 0 : this.#responses.totalMs / this.#responses.calls;
  }

  responded(elapsedMs: number, nowMs: number): void {
    this.#responses.add({ isBad: false, elapsedMs }, nowMs);
  }
}
