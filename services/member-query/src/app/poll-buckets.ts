// Looks at every bucket of this process' own center twice a second, each by itself: a node that
// hangs costs its own buckets their trust and nothing else.
import { type Clock, sleep } from '@member-mesh/kernel';

import type { BucketTrust } from '../domain/bucket-trust.ts';
import { BUCKETS } from '../domain/cache-key.ts';
import { type CacheCenter, CacheUnavailable } from './cache-center.ts';

export interface PollBucketsOptions {
  cache: CacheCenter;
  /** All learn from the same answers; what each is told besides is its own affair. */
  trusts: readonly BucketTrust[];
  clock: Clock;
  intervalMs: number;
  /** Told after each look at all buckets, with how many of them answered. */
  onRound: (answered: number) => void;
}

export class PollBuckets {
  readonly #options: PollBucketsOptions;
  readonly #underWay = new Set<number>();

  constructor(options: PollBucketsOptions) {
    this.#options = options;
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const startedMs = this.#options.clock.monotonicMs();
      this.#options.onRound(await this.round());
      const leftMs = startedMs + this.#options.intervalMs - this.#options.clock.monotonicMs();
      await sleep(Math.max(leftMs, 10), signal).catch(() => undefined);
    }
  }

  /** One look at all buckets; answers how many answered. */
  async round(): Promise<number> {
    const buckets = Array.from({ length: BUCKETS }, (_, bucket) => bucket);
    const answers = await Promise.all(buckets.map((bucket) => this.#look(bucket)));
    return answers.filter((answered) => answered).length;
  }

  async #look(bucket: number): Promise<boolean> {
    const { cache, trusts, clock } = this.#options;
    // Answers of one bucket must come in the order of their questions.
    if (this.#underWay.has(bucket)) return false;
    this.#underWay.add(bucket);
    try {
      const sentMs = clock.monotonicMs();
      const state = await cache.poll(bucket);
      for (const trust of trusts) trust.polled(bucket, sentMs, state);
      return true;
    } catch (error) {
      if (!(error instanceof CacheUnavailable)) throw error;
      return false;
    } finally {
      this.#underWay.delete(bucket);
    }
  }
}
