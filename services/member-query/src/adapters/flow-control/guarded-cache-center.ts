// A cache behind the breakers on its tier: one that is open answers as a tier that cannot be
// reached, and readers go on with the next source.
//
// Fences, unlocks, polls and beats are never held back: what a cache may still be believed after a
// write depends on them, and no answer waits for them alone. A lock may be: its write then fails
// before anything is written.
import { type TierGuard, TierRefused, type TierUse } from '@member-mesh/tier-guard';

import { CacheAround } from '../../app/cache-around.ts';
import {
  type CacheCenter,
  CacheLeftAlone,
  type CacheRead,
  CacheUnavailable,
  type Fill,
  type FillOutcome,
  type LockOutcome,
  type Taken,
} from '../../app/cache-center.ts';
import type { CacheKey } from '../../domain/cache-key.ts';

const CACHE: TierUse<unknown> = {
  ofError: (error) => (error instanceof CacheUnavailable ? 'failed' : 'caller-fault'),
};
const CACHE_READ: TierUse<CacheRead[]> = {
  ...CACHE,
  ofAnswer: (answers) => (answers.includes('unavailable') ? 'failed' : 'ok'),
};

export class GuardedCacheCenter extends CacheAround {
  readonly #guard: TierGuard;
  readonly #tier: string;

  constructor(inner: CacheCenter, guard: TierGuard) {
    super(inner);
    this.#guard = guard;
    this.#tier = `tier:redis/${inner.name}`;
  }

  override async read(keys: readonly CacheKey[]): Promise<CacheRead[]> {
    try {
      return await this.#guard.use(this.#tier, () => super.read(keys), CACHE_READ);
    } catch (error) {
      if (error instanceof TierRefused) return keys.map(() => 'unavailable');
      throw error;
    }
  }

  override take(key: CacheKey, token: string | undefined): Promise<Taken> {
    return this.#use(() => super.take(key, token));
  }

  override fill(key: CacheKey, fill: Fill): Promise<FillOutcome> {
    return this.#use(() => super.fill(key, fill));
  }

  override lock(key: CacheKey, lockId: Buffer): Promise<LockOutcome> {
    return this.#use(() => super.lock(key, lockId));
  }

  async #use<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await this.#guard.use(this.#tier, call, CACHE);
    } catch (error) {
      if (!(error instanceof TierRefused)) throw error;
      throw new CacheLeftAlone(error.message, { retryAfterMs: error.retryAfterMs, cause: error });
    }
  }
}
