// The searching side of one index cluster: filters without scores, counts, bounds, unsorted places.
import type { Elastic } from '@member-mesh/driver-elastic';
import { Bulkhead } from '@member-mesh/kernel';
import type { TierGuard } from '@member-mesh/tier-guard';

import type { IndexQuery, IndexSearch } from '../../app/search-members.ts';
import { SourceUnavailable } from '../../app/sources.ts';
import type { Cluster } from '../../domain/bucket-state.ts';
import type { Place, SortField } from '../../domain/search-query.ts';
import type { Range } from '../../domain/slice.ts';
import { INDEX_USE, isFailure, wasNotAsked } from './index-use.ts';
import { boundsBody, filterOf, INDEX_FIELDS, placesBody } from './search-body.ts';

export interface ElasticIndexSearchOptions {
  cluster: Cluster;
  elastic: Elastic;
  serving: () => boolean;
  timeoutMs: number;
  concurrencyMax: number;
  guard: Pick<TierGuard, 'use'>;
}

const INDEX = 'member';
const QUEUE_PER_RUNNING = 4;

type SortedDocument = { member_no: string } & Partial<Record<string, string | number>>;

export class ElasticIndexSearch implements IndexSearch {
  readonly cluster: Cluster;
  readonly #options: ElasticIndexSearchOptions;
  readonly #bulkhead: Bulkhead;

  constructor(options: ElasticIndexSearchOptions) {
    const { cluster, concurrencyMax } = options;
    this.cluster = cluster;
    this.#options = options;
    const queueMax = concurrencyMax * QUEUE_PER_RUNNING;
    this.#bulkhead = new Bulkhead({ concurrencyMax, queueMax });
  }

  serving(): boolean {
    return this.#options.serving();
  }

  count(query: IndexQuery): Promise<number> {
    const { elastic, timeoutMs } = this.#options;
    return this.#ask(() => elastic.count(INDEX, filterOf(query), { timeoutMs }));
  }

  async bounds(query: IndexQuery, field: SortField): Promise<Range | undefined> {
    const { elastic, timeoutMs } = this.#options;
    const body = boundsBody(query, field);
    const { values } = await this.#ask(() => elastic.search(INDEX, body, { timeoutMs }));
    const { low, high } = values;
    if (low === null || low === undefined || high === null || high === undefined) return undefined;
    return { from: whole(low, -1n), to: whole(high, 1n) };
  }

  async places(query: IndexQuery, field: SortField, limit: number): Promise<Place[]> {
    const body = placesBody(query, field, limit);
    const { elastic, timeoutMs } = this.#options;
    const found = await this.#ask(() => {
      return elastic.search<SortedDocument>(INDEX, body, { timeoutMs });
    });
    return found.hits.flatMap(({ source }) => {
      const value = source[INDEX_FIELDS[field]];
      if (value === undefined) return [];
      return [{ value: BigInt(value), memberNo: BigInt(source.member_no) }];
    });
  }

  async #ask<T>(request: () => Promise<T>): Promise<T> {
    const { guard } = this.#options;
    const tier = `tier:elastic/${this.cluster}`;
    try {
      return await this.#bulkhead.run(() => guard.use(tier, request, INDEX_USE));
    } catch (error) {
      if (!isFailure(error) && !wasNotAsked(error)) throw error;
      throw new SourceUnavailable(`index ${this.cluster}: ${error.message}`, { cause: error });
    }
  }
}

/**
 * Aggregations give floating-point numbers: beyond 2^53 the bound is widened by what they may be
 * off.
 */
function whole(value: number, outwards: 1n | -1n): bigint {
  if (Number.isSafeInteger(value)) return BigInt(value);
  return BigInt(Math.trunc(value)) + outwards * 2_048n;
}
