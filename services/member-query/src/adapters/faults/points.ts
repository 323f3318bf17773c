// The places between the steps of reading and fencing at which a test may hold or delay a process,
// and the caches and indices that pass them. Without faults none of this is composed.
import type { Faults } from '@member-mesh/faults';

import type {
  Beat,
  BeatAnswer,
  CacheCenter,
  CacheRead,
  Center,
  Fill,
  FillOutcome,
  LockOutcome,
  Taken,
} from '../../app/cache-center.ts';
import type { IndexAnswer, IndexReader } from '../../app/sources.ts';
import type { BucketState, Cluster } from '../../domain/bucket-state.ts';
import type { CacheKey } from '../../domain/cache-key.ts';
import type { Entry } from '../../domain/entry.ts';

export const FAULT_POINTS = [
  'after-miss',
  'before-index-read',
  'after-index-read',
  'before-fill',
  'before-lock',
  'before-fence',
  'before-event',
] as const;

type Points = Pick<Faults<(typeof FAULT_POINTS)[number]>, 'reach'>;

/** A cache that does what another one does, with a point to pass before or after. */
export class CacheWithPoints implements CacheCenter {
  readonly name: Center;
  protected readonly inner: CacheCenter;
  readonly #points: Points;

  constructor(inner: CacheCenter, points: Points) {
    this.name = inner.name;
    this.inner = inner;
    this.#points = points;
  }

  read(keys: readonly CacheKey[]): Promise<CacheRead[]> {
    return this.inner.read(keys);
  }

  async take(key: CacheKey, token: string | undefined): Promise<Taken> {
    const taken = await this.inner.take(key, token);
    await this.#points.reach('after-miss');
    return taken;
  }

  async fill(key: CacheKey, fill: Fill): Promise<FillOutcome> {
    await this.#points.reach('before-fill');
    return this.inner.fill(key, fill);
  }

  async lock(key: CacheKey, lockId: Buffer): Promise<LockOutcome> {
    await this.#points.reach('before-lock');
    return this.inner.lock(key, lockId);
  }

  async fence(key: CacheKey, fence: { lockId: Buffer | undefined; min: number }): Promise<void> {
    await this.#points.reach('before-fence');
    return this.inner.fence(key, fence);
  }

  unlock(key: CacheKey, lockId: Buffer): Promise<void> {
    return this.inner.unlock(key, lockId);
  }

  poll(bucket: number): Promise<BucketState | undefined> {
    return this.inner.poll(bucket);
  }

  beat(beat: Beat): Promise<BeatAnswer> {
    return this.inner.beat(beat);
  }

  look(key: CacheKey): Promise<{ entry: Entry | undefined; generation: number | undefined }> {
    return this.inner.look(key);
  }
}

/** An index that does what another one does, with points to pass before and after. */
export class IndexWithPoints implements IndexReader {
  readonly cluster: Cluster;
  readonly #inner: IndexReader;
  readonly #points: Points;

  constructor(inner: IndexReader, points: Points) {
    this.cluster = inner.cluster;
    this.#inner = inner;
    this.#points = points;
  }

  serving(): boolean {
    return this.#inner.serving();
  }

  async read(keys: readonly CacheKey[]): Promise<IndexAnswer[]> {
    await this.#points.reach('before-index-read');
    const answers = await this.#inner.read(keys);
    await this.#points.reach('after-index-read');
    return answers;
  }
}
