// The whole of Elasticsearch as the services use it, behind one interface.
import { bulk, type DocumentWrite, type WriteOutcome } from './bulk.ts';
import {
  changeAliases,
  createIndex,
  deleteIndex,
  listIndices,
  type AliasAction,
  type IndexDefinition,
} from './indices.ts';
import { createInspection, type Inspection } from './inspection.ts';
import { mget, type DocumentKey, type MgetItem, type MgetOptions } from './mget.ts';
import { Requests, type CallOptions, type ElasticOptions } from './requests.ts';
import {
  count,
  search,
  walk,
  type Found,
  type Hit,
  type SearchOptions,
  type WalkOptions,
} from './search.ts';

/**
 * Every method throws ElasticUnavailable when the same call may succeed later, ElasticRefused when
 * it will not, and the signal's reason when it was given up. Nothing is retried here.
 */
export interface Elastic {
  /** One outcome for each key, in their order. Real-time. */
  mget<T>(
    index: string,
    keys: readonly DocumentKey[],
    options?: MgetOptions,
  ): Promise<MgetItem<T>[]>;
  /** One outcome for each write, in their order. */
  bulk(writes: readonly DocumentWrite[], options?: CallOptions): Promise<WriteOutcome[]>;
  search<T>(index: string, body: object, options?: SearchOptions): Promise<Found<T>>;
  /** Documents that match; all of them without a query. */
  count(index: string, query?: object, options?: CallOptions): Promise<number>;
  /** Every document of the index, page by page, as it was at the first. */
  walk<T>(index: string, options: WalkOptions): AsyncGenerator<Hit<T>[]>;
  createIndex(name: string, definition: IndexDefinition): Promise<boolean>;
  deleteIndex(name: string): Promise<void>;
  listIndices(pattern: string, options?: CallOptions): Promise<Map<string, string[]>>;
  changeAliases(actions: readonly AliasAction[]): Promise<void>;
  refresh(index: string): Promise<void>;
  /** What the cluster says of itself. */
  readonly inspection: Inspection;
  /** Resolves when the cluster answers this user. */
  ping(options?: CallOptions): Promise<void>;
  close(): Promise<void>;
}

/** Opens nothing yet: the first call connects. */
export function connectElastic(options: ElasticOptions): Elastic {
  const requests = new Requests(options);
  return {
    mget: (index, keys, callOptions) => mget(requests, { index, keys }, callOptions),
    bulk: (writes, callOptions) => bulk(requests, writes, callOptions),
    search: (index, body, callOptions) => search(requests, { index, body }, callOptions),
    count: (index, query, callOptions) => count(requests, { index, query }, callOptions),
    walk: (index, walkOptions) => walk(requests, index, walkOptions),
    createIndex: (name, definition) => createIndex(requests, name, definition),
    deleteIndex: (name) => deleteIndex(requests, name),
    listIndices: (pattern, callOptions) => listIndices(requests, pattern, callOptions),
    changeAliases: (actions) => changeAliases(requests, actions),
    refresh: async (index) => {
      await requests.send({ method: 'POST', path: `/${encodeURIComponent(index)}/_refresh` });
    },
    inspection: createInspection(requests),
    // `GET /` is not part of every distribution; this is, and any user may ask it.
    ping: async (callOptions) => {
      await requests.send({ method: 'GET', path: '/_security/_authenticate' }, callOptions);
    },
    close: () => requests.close(),
  };
}
