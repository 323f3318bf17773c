// The controller of the cache: visits every bucket of both centers twice a second, so that readers
// may believe it, tells it how far the indices are, and lets go of what nobody needs any more
// (beat.lua).
//
// One process does so by lease, only to spare work: two who do it at once say nothing that is not
// true. So whoever cannot reach NATS, which keeps the lease, beats as well, and NATS being down
// changes nothing.
import { type Clock, sleep } from '@member-mesh/kernel';

import type { BeatClock } from '../domain/beat-clock.ts';
import { type Cluster, CLUSTERS } from '../domain/bucket-state.ts';
import { BUCKETS } from '../domain/cache-key.ts';
import type { ProgressLedger } from '../domain/progress-ledger.ts';
import { proofsFor, releaseBefore, type ReleaseLimits } from '../domain/release.ts';
import {
  type BeatAnswer,
  type CacheCenter,
  CacheUnavailable,
  type Center,
  type Claim,
  NO_CLAIM,
} from './cache-center.ts';

/** The last beat that each bucket of each center acknowledged. */
export type AcknowledgedBeats = ReadonlyMap<Center, readonly Claim[]>;

export interface LeadObserver {
  /** After a visit to all buckets of a center. */
  visited(center: Center, answered: number, pins: number): void;
  /** A bucket began anew: what it held is lost. */
  newGeneration(center: Center, bucket: number): void;
}

export interface LeadCacheOptions {
  centers: readonly CacheCenter[];
  beats: BeatClock;
  ledger: ProgressLedger<AcknowledgedBeats>;
  /** The index clusters that exist by configuration. */
  clusters: readonly Cluster[];
  limits: ReleaseLimits;
  mayLead: () => boolean;
  observer: LeadObserver;
  clock: Clock;
  intervalMs: number;
}

export class LeadCache {
  readonly #options: LeadCacheOptions;
  readonly #answers = new Map<Center, (BeatAnswer | undefined)[]>();

  constructor(options: LeadCacheOptions) {
    this.#options = options;
    for (const { name } of options.centers) {
      this.#answers.set(name, new Array<BeatAnswer | undefined>(BUCKETS).fill(undefined));
    }
  }

  /** Runs until the signal aborts. A center that is slow does not hold up the other. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#options.centers.map((center) => this.#runCenter(center, signal)));
  }

  /** What was acknowledged by now: every fence stamped before it was executed before now. */
  acknowledged(): AcknowledgedBeats {
    const claims = [...this.#answers].map(([center, answers]) => {
      return [center, answers.map((answer) => answer ?? NO_CLAIM)] as const;
    });
    return new Map(claims);
  }

  /**
   * Takes over the beats that a center has, so that ours go on from there. False when it is away.
   */
  async learn(center: CacheCenter): Promise<boolean> {
    const polls = Array.from({ length: BUCKETS }, (_, bucket) => center.poll(bucket));
    const outcomes = await Promise.allSettled(polls);
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') this.#options.beats.observe(outcome.value?.beat ?? 0);
      else if (!(outcome.reason instanceof CacheUnavailable)) throw outcome.reason;
    }
    return outcomes.some(({ status }) => status === 'fulfilled');
  }

  /** Visits all buckets of one center. */
  async visit(center: CacheCenter): Promise<void> {
    const beat = this.#options.beats.next();
    const buckets = Array.from({ length: BUCKETS }, (_, bucket) => bucket);
    const answers = await Promise.all(
      buckets.map((bucket) => this.#visitBucket(center, bucket, beat)),
    );
    const answered = answers.filter((answer) => answer !== undefined);
    const pins = answered.reduce((sum, answer) => sum + answer.pins, 0);
    this.#options.observer.visited(center.name, answered.length, pins);
  }

  async #runCenter(center: CacheCenter, signal: AbortSignal): Promise<void> {
    const { clock, intervalMs, mayLead } = this.#options;
    let learned = false;
    while (!signal.aborted) {
      const startedMs = clock.monotonicMs();
      if (!learned) learned = await this.learn(center);
      if (learned && mayLead()) await this.visit(center);
      const leftMs = startedMs + intervalMs - clock.monotonicMs();
      await sleep(Math.max(leftMs, 10), signal).catch(() => undefined);
    }
  }

  async #visitBucket(
    center: CacheCenter,
    bucket: number,
    beat: number,
  ): Promise<BeatAnswer | undefined> {
    const { beats, clusters, ledger, limits, observer } = this.#options;
    const known = this.#answers.get(center.name)?.[bucket];
    const claims = CLUSTERS.map((cluster) => {
      const reached = clusters.includes(cluster) ? ledger.reached(cluster) : undefined;
      return reached?.note.get(center.name)?.[bucket] ?? NO_CLAIM;
    }) as [Claim, Claim, Claim];
    const proofs = proofsFor(known?.generation ?? 0, claims);
    const proven = clusters.map((cluster) => proofs[CLUSTERS.indexOf(cluster)] ?? 0);
    const view = { beat: known?.beat ?? 0, proven, pins: known?.pins ?? 0 };
    const release = known ? releaseBefore(view, limits) : 0;
    try {
      const answer = await center.beat({ bucket, beat, release, claims });
      beats.observe(answer.beat);
      this.#answers.get(center.name)?.splice(bucket, 1, answer);
      if (known && known.generation !== answer.generation) {
        observer.newGeneration(center.name, bucket);
      }
      return answer;
    } catch (error) {
      if (error instanceof CacheUnavailable) return undefined;
      throw error;
    }
  }
}
