// The places between the steps of reading and fencing at which a test may hold or delay a process,
// and the caches and indices that pass them. Without faults none of this is composed.
import type { Faults } from '@member-mesh/faults';

import { CacheAround } from '../../app/cache-around.ts';
import type { CacheCenter, Fill, FillOutcome, LockOutcome, Taken } from '../../app/cache-center.ts';
import type { IndexAnswer, IndexReader } from '../../app/sources.ts';
import type { Cluster } from '../../domain/bucket-state.ts';
import type { CacheKey } from '../../domain/cache-key.ts';

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

/** A cache with a point to pass before or after what it does. */
export class CacheWithPoints extends CacheAround {
  readonly #points: Points;

  constructor(inner: CacheCenter, points: Points) {
    super(inner);
    this.#points = points;
  }

  override async take(key: CacheKey, token: string | undefined): Promise<Taken> {
    const taken = await super.take(key, token);
    await this.#points.reach('after-miss');
    return taken;
  }

  override async fill(key: CacheKey, fill: Fill): Promise<FillOutcome> {
    await this.#points.reach('before-fill');
    return super.fill(key, fill);
  }

  override async lock(key: CacheKey, lockId: Buffer): Promise<LockOutcome> {
    await this.#points.reach('before-lock');
    return super.lock(key, lockId);
  }

  override async fence(
    key: CacheKey,
    fence: { lockId: Buffer | undefined; min: number },
  ): Promise<void> {
    await this.#points.reach('before-fence');
    return super.fence(key, fence);
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
