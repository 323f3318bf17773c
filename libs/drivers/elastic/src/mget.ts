// Reading documents by id. A get is real-time, unlike a search: it sees every write that was
// acknowledged.
import type { CallOptions, Requests } from './requests.ts';

export interface DocumentKey {
  id: string;
  routing: string;
}

export interface MgetOptions extends CallOptions {
  /** Top-level fields of the document to fetch; all of them when absent. */
  fields?: readonly string[] | undefined;
}

export type MgetItem<T> =
  | { kind: 'found'; source: T; version: number }
  | { kind: 'absent' }
  /** This one could not be read now, such as when its shard has no copy. */
  | { kind: 'failed'; type: string };

interface WireItem<T> {
  found?: boolean;
  _source?: T;
  _version?: number;
  error?: { type?: string };
}

function toItem<T>(item: WireItem<T>): MgetItem<T> {
  if (item.error) return { kind: 'failed', type: item.error.type ?? 'unknown' };
  if (item.found !== true || item._source === undefined) return { kind: 'absent' };
  return { kind: 'found', source: item._source, version: item._version ?? 0 };
}

/** One outcome for each key, in the keys' order. */
export async function mget<T>(
  requests: Requests,
  target: { index: string; keys: readonly DocumentKey[] },
  options: MgetOptions = {},
): Promise<MgetItem<T>[]> {
  const { index, keys } = target;
  if (keys.length === 0) return [];
  const docs = keys.map(({ id, routing }) => ({ _id: id, routing }));
  const answer = await requests.send<{ docs: WireItem<T>[] }>(
    {
      method: 'POST',
      path: `/${encodeURIComponent(index)}/_mget`,
      query: { realtime: true, ...(options.fields ? { _source: options.fields.join() } : {}) },
      body: { docs },
    },
    options,
  );
  return answer.docs.map(toItem);
}
