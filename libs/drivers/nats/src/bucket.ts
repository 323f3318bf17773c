// A key-value bucket with compare-and-set. It opens on first use and again after its stream was
// lost, so that a service can hold it before NATS is up.
import type { KV, KvOptions } from 'nats';

import { onSession, type Link } from './connection.ts';
import {
  bytesOf,
  changeOf,
  type BucketChange,
  type BucketEntry,
  type WatchOptions,
} from './bucket-entry.ts';
import { CODE_STREAM_NOT_FOUND, isRefusal, NobodyListens } from './errors.ts';
import { watchBucket } from './watch.ts';

export interface BucketOptions {
  /** How many earlier values of a key are kept, this one counted; 1 to 64. */
  history?: number;
  /** A value not written again for so long disappears. */
  ttlMs?: number;
}

/**
 * All methods throw NatsUnavailable when the servers cannot be had; a write may then have happened
 * all the same.
 */
export interface Bucket {
  get(key: string): Promise<BucketEntry | undefined>;
  /** Writes a key that does not exist; throws BucketConflict when it does. Answers the revision. */
  create(key: string, value: Buffer): Promise<number>;
  /**
   * Writes if the key is still at `revision`; throws BucketConflict when not. Answers the new
   * revision.
   */
  update(key: string, value: Buffer, revision: number): Promise<number>;
  put(key: string, value: Buffer): Promise<number>;
  /** Deletes; with `revision` only if the key is still there, else throws BucketConflict. */
  delete(key: string, revision?: number): Promise<void>;
  /** Oldest first. */
  history(key: string): Promise<BucketChange[]>;
  keys(pattern?: string): Promise<string[]>;
  /**
   * What matches now, then every change, for ever: it goes on after lost connections and lost
   * buckets. Of several quick changes of a key only the last may be seen.
   */
  watch(pattern: string, options: WatchOptions): AsyncGenerator<BucketChange>;
}

export class KeyValueBucket implements Bucket {
  readonly #link: Link;
  readonly #name: string;
  readonly #options: Partial<KvOptions>;
  #opened: { kv: Promise<KV>; session: object } | undefined;

  constructor(link: Link, name: string, options: BucketOptions) {
    this.#link = link;
    this.#name = name;
    this.#options = { history: options.history ?? 1, ttl: options.ttlMs ?? 0 };
  }

  get(key: string): Promise<BucketEntry | undefined> {
    return this.#run(async (kv) => {
      const entry = await kv.get(key);
      if (entry?.operation !== 'PUT') return undefined;
      return { value: bytesOf(entry.value), revision: entry.revision };
    });
  }

  create(key: string, value: Buffer): Promise<number> {
    return this.#run((kv) => kv.create(key, value));
  }

  update(key: string, value: Buffer, revision: number): Promise<number> {
    return this.#run((kv) => kv.update(key, value, revision));
  }

  put(key: string, value: Buffer): Promise<number> {
    return this.#run((kv) => kv.put(key, value));
  }

  delete(key: string, revision?: number): Promise<void> {
    return this.#run((kv) =>
      kv.delete(key, revision === undefined ? {} : { previousSeq: revision }),
    );
  }

  history(key: string): Promise<BucketChange[]> {
    return this.#run(async (kv) => {
      const changes: BucketChange[] = [];
      for await (const entry of await kv.history({ key })) changes.push(changeOf(entry));
      return changes;
    });
  }

  keys(pattern = '>'): Promise<string[]> {
    return this.#run(async (kv) => {
      const keys: string[] = [];
      for await (const key of await kv.keys(pattern)) keys.push(key);
      return keys.sort();
    });
  }

  watch(pattern: string, options: WatchOptions): AsyncGenerator<BucketChange> {
    const open = (): Promise<KV> =>
      this.#run(async (kv) => {
        // Finds out that the bucket was lost, which makes it anew.
        await kv.status();
        return kv;
      });
    return watchBucket({ link: this.#link, open }, pattern, options);
  }

  async #run<T>(operation: (kv: KV) => Promise<T>): Promise<T> {
    try {
      return await onSession(this.#link, async () => operation(await this.#open()));
    } catch (error) {
      const lost = error instanceof NobodyListens || isRefusal(error, CODE_STREAM_NOT_FOUND);
      if (!lost) throw error;
      this.#opened = undefined;
      return onSession(this.#link, async () => operation(await this.#open()));
    }
  }

  #open(): Promise<KV> {
    const session = this.#link.session();
    if (this.#opened?.session === session) return this.#opened.kv;
    const kv = session.jetstream.views.kv(this.#name, this.#options);
    const opened = { kv, session };
    this.#opened = opened;
    kv.catch(() => {
      if (this.#opened === opened) this.#opened = undefined;
    });
    return kv;
  }
}
