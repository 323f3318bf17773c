// The caches and the indices behind the breakers on their tiers: one that is open answers as a tier
// that cannot be reached, and readers go on with the next source.
//
// Fences, unlocks, polls and beats are never held back: what a cache may still be believed after a
// write depends on them, and no answer waits for them alone. A lock may be: its write then fails
// before anything is written.
import { BulkheadFull } from '@member-mesh/kernel';
import { type TierGuard, TierRefused, type TierUse } from '@member-mesh/tier-guard';

import {
  type Beat,
  type BeatAnswer,
  type CacheCenter,
  type CacheRead,
  CacheUnavailable,
  type Center,
  type Fill,
  type FillOutcome,
  type LockOutcome,
  type Taken,
} from '../../app/cache-center.ts';
import type { IndexQuery, IndexSearch } from '../../app/search-members.ts';
import { type IndexAnswer, type IndexReader, SourceUnavailable } from '../../app/sources.ts';
import type { BucketState } from '../../domain/bucket-state.ts';
import type { Cluster } from '../../domain/bucket-state.ts';
import type { CacheKey } from '../../domain/cache-key.ts';
import type { Place, SortField } from '../../domain/search-query.ts';
import type { Range } from '../../domain/slice.ts';

const CACHE: TierUse<unknown> = {
  ofError: (error) => (error instanceof CacheUnavailable ? 'failed' : 'caller-fault'),
};
const CACHE_READ: TierUse<CacheRead[]> = {
  ...CACHE,
  ofAnswer: (answers) => (answers.includes('unavailable') ? 'failed' : 'ok'),
};
const INDEX: TierUse<unknown> = {
  ofError: (error) => {
    if (!(error instanceof SourceUnavailable)) return 'caller-fault';
    // It was not asked: this process is full.
    return error.cause instanceof BulkheadFull ? 'cancelled' : 'failed';
  },
};

export class GuardedCacheCenter implements CacheCenter {
  readonly name: Center;
  readonly #center: CacheCenter;
  readonly #guard: TierGuard;
  readonly #tier: string;

  constructor(center: CacheCenter, guard: TierGuard) {
    this.name = center.name;
    this.#center = center;
    this.#guard = guard;
    this.#tier = `tier:redis/${center.name}`;
  }

  async read(keys: readonly CacheKey[]): Promise<CacheRead[]> {
    try {
      return await this.#guard.use(this.#tier, () => this.#center.read(keys), CACHE_READ);
    } catch (error) {
      if (error instanceof TierRefused) return keys.map(() => 'unavailable');
      throw error;
    }
  }

  take(key: CacheKey, token: string | undefined): Promise<Taken> {
    return this.#use(() => this.#center.take(key, token));
  }

  fill(key: CacheKey, fill: Fill): Promise<FillOutcome> {
    return this.#use(() => this.#center.fill(key, fill));
  }

  lock(key: CacheKey, lockId: Buffer): Promise<LockOutcome> {
    return this.#use(() => this.#center.lock(key, lockId));
  }

  fence(key: CacheKey, fence: { lockId: Buffer | undefined; min: number }): Promise<void> {
    return this.#center.fence(key, fence);
  }

  unlock(key: CacheKey, lockId: Buffer): Promise<void> {
    return this.#center.unlock(key, lockId);
  }

  poll(bucket: number): Promise<BucketState | undefined> {
    return this.#center.poll(bucket);
  }

  beat(beat: Beat): Promise<BeatAnswer> {
    return this.#center.beat(beat);
  }

  look(key: CacheKey): ReturnType<CacheCenter['look']> {
    return this.#center.look(key);
  }

  async #use<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await this.#guard.use(this.#tier, call, CACHE);
    } catch (error) {
      if (!(error instanceof TierRefused)) throw error;
      throw new CacheUnavailable(error.message, { cause: error });
    }
  }
}

export class GuardedIndexReader implements IndexReader {
  readonly cluster: Cluster;
  readonly #reader: IndexReader;
  readonly #guard: TierGuard;

  constructor(reader: IndexReader, guard: TierGuard) {
    this.cluster = reader.cluster;
    this.#reader = reader;
    this.#guard = guard;
  }

  serving(): boolean {
    return this.#reader.serving();
  }

  read(keys: readonly CacheKey[]): Promise<IndexAnswer[]> {
    return useIndex(this.#guard, this.cluster, () => this.#reader.read(keys));
  }
}

export class GuardedIndexSearch implements IndexSearch {
  readonly cluster: Cluster;
  readonly #search: IndexSearch;
  readonly #guard: TierGuard;

  constructor(search: IndexSearch, guard: TierGuard) {
    this.cluster = search.cluster;
    this.#search = search;
    this.#guard = guard;
  }

  serving(): boolean {
    return this.#search.serving();
  }

  count(query: IndexQuery): Promise<number> {
    return useIndex(this.#guard, this.cluster, () => this.#search.count(query));
  }

  bounds(query: IndexQuery, field: SortField): Promise<Range | undefined> {
    return useIndex(this.#guard, this.cluster, () => this.#search.bounds(query, field));
  }

  places(query: IndexQuery, field: SortField, limit: number): Promise<Place[]> {
    return useIndex(this.#guard, this.cluster, () => this.#search.places(query, field, limit));
  }
}

async function useIndex<T>(guard: TierGuard, cluster: Cluster, call: () => Promise<T>): Promise<T> {
  try {
    return await guard.use(`tier:elastic/${cluster}`, call, INDEX);
  } catch (error) {
    if (!(error instanceof TierRefused)) throw error;
    throw new SourceUnavailable(error.message, { cause: error });
  }
}
