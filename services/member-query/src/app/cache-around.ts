// A cache that does what another one does: what stands around one overrides what it changes.
import type { BucketState } from '../domain/bucket-state.ts';
import type { CacheKey } from '../domain/cache-key.ts';
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
} from './cache-center.ts';

export class CacheAround implements CacheCenter {
  readonly name: Center;
  protected readonly inner: CacheCenter;

  constructor(inner: CacheCenter) {
    this.name = inner.name;
    this.inner = inner;
  }

  read(keys: readonly CacheKey[]): Promise<CacheRead[]> {
    return this.inner.read(keys);
  }

  take(key: CacheKey, token: string | undefined): Promise<Taken> {
    return this.inner.take(key, token);
  }

  fill(key: CacheKey, fill: Fill): Promise<FillOutcome> {
    return this.inner.fill(key, fill);
  }

  lock(key: CacheKey, lockId: Buffer): Promise<LockOutcome> {
    return this.inner.lock(key, lockId);
  }

  fence(key: CacheKey, fence: { lockId: Buffer | undefined; min: number }): Promise<void> {
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

  look(key: CacheKey): ReturnType<CacheCenter['look']> {
    return this.inner.look(key);
  }
}
