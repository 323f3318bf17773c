// One index cluster read by id: real-time, both tables at once. A cluster that does not answer is
// left alone for a moment, so that reads do not wait for it one after the other.
import type { DocumentKey, Elastic, MgetItem } from '@member-mesh/driver-elastic';
import { accountKey } from '@member-mesh/contracts';
import { Bulkhead, type Clock } from '@member-mesh/kernel';
import type { TierGuard } from '@member-mesh/tier-guard';

import { type IndexAnswer, type IndexReader, SourceUnavailable } from '../../app/sources.ts';
import type { Cluster } from '../../domain/bucket-state.ts';
import type { CacheKey } from '../../domain/cache-key.ts';
import { INDEX_USE, isFailure, wasNotAsked } from './index-use.ts';

export interface ElasticIndexReaderOptions {
  cluster: Cluster;
  elastic: Elastic;
  /** What the cluster's owner says of it. */
  serving: () => boolean;
  /** Told after each attempt to reach it. */
  onReached: (reached: boolean) => void;
  timeoutMs: number;
  concurrencyMax: number;
  guard: Pick<TierGuard, 'use'>;
  clock: Clock;
}

interface MemberDocument {
  version: number;
  encoded?: string;
  set_aside?: boolean;
}

interface AccountDocument {
  version: number;
  member_id?: string;
  set_aside?: boolean;
}

const MEMBER_FIELDS = ['version', 'encoded', 'set_aside'];
const ACCOUNT_FIELDS = ['version', 'member_id', 'set_aside'];
const LEFT_ALONE_MS = 500;
const QUEUE_PER_RUNNING = 8;

export class ElasticIndexReader implements IndexReader {
  readonly cluster: Cluster;
  readonly #options: ElasticIndexReaderOptions;
  readonly #bulkhead: Bulkhead;
  #awayUntilMs = -Infinity;

  constructor(options: ElasticIndexReaderOptions) {
    const { cluster, concurrencyMax } = options;
    this.cluster = cluster;
    this.#options = options;
    const queueMax = concurrencyMax * QUEUE_PER_RUNNING;
    this.#bulkhead = new Bulkhead({ concurrencyMax, queueMax });
  }

  serving(): boolean {
    return this.#options.serving() && this.#options.clock.monotonicMs() >= this.#awayUntilMs;
  }

  async read(keys: readonly CacheKey[]): Promise<IndexAnswer[]> {
    const members = keys.flatMap((key) => (key.kind === 'member' ? [idOf(key.memberId)] : []));
    const accounts = keys.flatMap((key) =>
      key.kind === 'account' ? [idOf(accountKey(key.account))] : [],
    );
    const [memberItems, accountItems] = await Promise.all([
      this.#mget<MemberDocument>('member', members, MEMBER_FIELDS),
      this.#mget<AccountDocument>('account', accounts, ACCOUNT_FIELDS),
    ]);
    let nextMember = 0;
    let nextAccount = 0;
    return keys.map((key) =>
      key.kind === 'member'
        ? answerOf(memberItems[nextMember++], memberPayload)
        : answerOf(accountItems[nextAccount++], accountPayload),
    );
  }

  async #mget<T>(
    index: string,
    keys: readonly DocumentKey[],
    fields: readonly string[],
  ): Promise<MgetItem<T>[]> {
    if (keys.length === 0) return [];
    const { elastic, timeoutMs, clock, onReached, cluster, guard } = this.#options;
    const ask = (): Promise<MgetItem<T>[]> => elastic.mget<T>(index, keys, { fields, timeoutMs });
    try {
      // Who waited for room is judged when it has some: a breaker may have opened meanwhile.
      const items = await this.#bulkhead.run(() =>
        guard.use(`tier:elastic/${cluster}`, ask, INDEX_USE),
      );
      onReached(true);
      return items;
    } catch (error) {
      if (wasNotAsked(error)) {
        throw new SourceUnavailable(`${cluster}: ${error.message}`, { cause: error });
      }
      if (!isFailure(error)) throw error;
      this.#awayUntilMs = clock.monotonicMs() + LEFT_ALONE_MS;
      onReached(false);
      throw new SourceUnavailable(`index ${cluster}: ${error.message}`, { cause: error });
    }
  }
}

function idOf(id: string): DocumentKey {
  return { id, routing: id };
}

function answerOf<T extends { version: number; set_aside?: boolean }>(
  item: MgetItem<T> | undefined,
  payload: (document: T) => Buffer | undefined,
): IndexAnswer {
  if (item?.kind === 'absent') return { state: 'absent' };
  if (item?.kind !== 'found' || item.source.set_aside === true) return { state: 'unknown' };
  const bytes = payload(item.source);
  if (!bytes) return { state: 'unknown' };
  return { state: 'found', version: item.source.version, payload: bytes };
}

function memberPayload({ encoded }: MemberDocument): Buffer | undefined {
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64');
}

function accountPayload({ member_id: memberId }: AccountDocument): Buffer {
  return Buffer.from(memberId ?? '', 'latin1');
}
