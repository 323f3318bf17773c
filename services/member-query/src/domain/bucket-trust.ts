// Whether this process may believe its center's cache, bucket by bucket. Fences reach a center as
// long as beats do; a bucket is believed for a while after its beat was seen to move.
//
// The while counts from the poll that still saw the earlier beat, when it was sent: the beat that
// moved was written after that poll and perhaps only just after it. Counting from the poll that saw
// the new beat would let a process that was paused between two polls believe a center that was
// given up meanwhile.
import { BUCKETS } from './cache-key.ts';
import type { BucketState } from './bucket-state.ts';

interface Seen {
  state: BucketState;
  /** When the latest poll that saw this beat was sent, by the monotonic clock. */
  sentMs: number;
}

export class BucketTrust {
  readonly #windowMs: number;
  readonly #seen = new Array<Seen | undefined>(BUCKETS).fill(undefined);
  readonly #currentMs = new Array<number>(BUCKETS).fill(-Infinity);
  readonly #untilMs = new Array<number>(BUCKETS).fill(-Infinity);

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /**
   * A poll's answer; undefined when the bucket has no generation. Polls of one bucket come in
   * order.
   */
  polled(bucket: number, sentMs: number, state: BucketState | undefined): void {
    const before = this.#seen[bucket];
    this.#seen[bucket] = state && { state, sentMs };
    if (!state) {
      this.#untilMs[bucket] = -Infinity;
    } else if (before && state.beat > before.state.beat) {
      this.#currentMs[bucket] = before.sentMs;
      this.#untilMs[bucket] = before.sentMs + this.#windowMs;
    }
  }

  /** The bucket's node did not answer: it is not believed until its beat moves again. */
  doubt(bucket: number): void {
    this.#untilMs[bucket] = -Infinity;
  }

  /** Asked after an answer of the cache came, with the time it came at. */
  isTrusted(bucket: number, nowMs: number): boolean {
    return nowMs < (this.#untilMs[bucket] ?? -Infinity);
  }

  /**
   * Since when, at most, the bucket may have missed fences; -Infinity when it was never believed.
   */
  currentMs(bucket: number): number {
    return this.#currentMs[bucket] ?? -Infinity;
  }

  state(bucket: number): BucketState | undefined {
    return this.#seen[bucket]?.state;
  }

  /** Entries of older generations are none; 0 when none is known. */
  generation(bucket: number): number {
    return this.#seen[bucket]?.state.generation ?? 0;
  }

  untrustedCount(nowMs: number): number {
    return this.#untilMs.filter((untilMs) => nowMs >= untilMs).length;
  }
}
