// Searching by filters, and walking a whole index through a point in time.
import type { CallOptions, Requests } from './requests.ts';

export interface Hit<T> {
  id: string;
  source: T;
  sort: unknown[];
}

export interface Found<T> {
  hits: Hit<T>[];
  /**
   * The hits there are, counted up to Elasticsearch's own bound of 10,000 unless the body says
   * otherwise.
   */
  total: number;
  /**
   * The values of single-value aggregations that the body asked for; null where nothing matched.
   */
  values: Record<string, number | null>;
}

/**
 * The names under which Elasticsearch counts this driver's searches: what it counts beside them
 * came from somebody else.
 */
export const SEARCH_GROUPS = { plain: 'mesh-plain', sorted: 'mesh-sorted', walk: 'mesh-walk' };

function groupOf(body: object): string {
  return 'sort' in body ? SEARCH_GROUPS.sorted : SEARCH_GROUPS.plain;
}

interface WireFound<T> {
  hits: {
    total?: { value: number };
    hits: { _id: string; _source?: T; sort?: unknown[] }[];
  };
  pit_id?: string;
  aggregations?: Record<string, { value: number | null }>;
}

function toFound<T>(answer: WireFound<T>): Found<T> {
  const hits = answer.hits.hits.map((hit) => ({
    id: hit._id,
    source: hit._source as T,
    sort: hit.sort ?? [],
  }));
  const aggregations = Object.entries(answer.aggregations ?? {});
  const values = Object.fromEntries(aggregations.map(([name, { value }]) => [name, value]));
  return { hits, total: answer.hits.total?.value ?? 0, values };
}

export interface SearchOptions extends CallOptions {
  /** Asks only the shard that documents with this routing are in. */
  routing?: string | undefined;
}

/** Runs a search body as it is. Sees what the index's last refresh saw. */
export async function search<T>(
  requests: Requests,
  target: { index: string; body: object },
  options: SearchOptions = {},
): Promise<Found<T>> {
  const path = `/${encodeURIComponent(target.index)}/_search`;
  const { routing, ...callOptions } = options;
  const query = routing === undefined ? {} : { routing };
  const body = { ...target.body, stats: [groupOf(target.body)] };
  const request = { method: 'POST', path, query, body } as const;
  return toFound(await requests.send<WireFound<T>>(request, callOptions));
}

/** How many documents match; all of them without a query. */
export async function count(
  requests: Requests,
  target: { index: string; query?: object | undefined },
  options: CallOptions = {},
): Promise<number> {
  // Elasticsearch's own count takes no name to be counted under.
  const query = target.query ? { query: target.query } : {};
  const body = { ...query, size: 0, track_total_hits: true };
  return (await search(requests, { index: target.index, body }, options)).total;
}

export interface WalkOptions extends CallOptions {
  pageSize: number;
  fields: readonly string[];
}

const KEEP_ALIVE = '2m';

/**
 * Every document of an index as it is at the first page, page by page. Refreshes the index first.
 */
export async function* walk<T>(
  requests: Requests,
  index: string,
  options: WalkOptions,
): AsyncGenerator<Hit<T>[]> {
  const path = `/${encodeURIComponent(index)}`;
  await requests.send({ method: 'POST', path: `${path}/_refresh` }, options);
  const query = { keep_alive: KEEP_ALIVE };
  const opened = await requests.send<{ id: string }>(
    { method: 'POST', path: `${path}/_pit`, query },
    options,
  );
  let pit = opened.id;
  try {
    let after: unknown[] | undefined;
    for (;;) {
      const body = {
        size: options.pageSize,
        pit: { id: pit, keep_alive: KEEP_ALIVE },
        sort: [{ _shard_doc: 'asc' }],
        _source: options.fields,
        track_total_hits: false,
        stats: [SEARCH_GROUPS.walk],
        ...(after ? { search_after: after } : {}),
      };
      const request = { method: 'POST', path: '/_search', body } as const;
      const answer = await requests.send<WireFound<T>>(request, options);
      pit = answer.pit_id ?? pit;
      const { hits } = toFound(answer);
      if (hits.length === 0) return;
      after = hits.at(-1)?.sort;
      yield hits;
    }
  } finally {
    // Left open it is forgotten after its keep-alive.
    await requests
      .send({ method: 'DELETE', path: '/_pit', body: { id: pit } })
      .catch(() => undefined);
  }
}
