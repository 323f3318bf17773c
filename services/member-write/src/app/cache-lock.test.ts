import { describe, expect, it } from '@jest/globals';
import type { MemberId } from '@member-mesh/contracts';

import { CacheLock } from './cache-lock.ts';
import { type CacheFences, type CacheKey, cacheKeyName, CachesUnreachable } from './ports.ts';

const member = (id: string): CacheKey => ({ kind: 'member', memberId: id as MemberId });

/** Keeps locks by key, as the caches do. */
class HeldLocks implements CacheFences {
  readonly locked = new Set<string>();
  failing = false;

  lock(_lockId: Buffer, keys: readonly CacheKey[]): Promise<void> {
    for (const key of keys) this.locked.add(cacheKeyName(key));
    return this.#answer();
  }

  fence(_lockId: Buffer, fences: readonly { key: CacheKey }[]): Promise<void> {
    if (!this.failing) for (const { key } of fences) this.locked.delete(cacheKeyName(key));
    return this.#answer();
  }

  unlock(_lockId: Buffer, keys: readonly CacheKey[]): Promise<void> {
    for (const key of keys) this.locked.delete(cacheKeyName(key));
    return this.#answer();
  }

  #answer(): Promise<void> {
    return this.failing ? Promise.reject(new CachesUnreachable(['b'])) : Promise.resolve();
  }
}

function setting() {
  const time = { ms: 0 };
  const clock = { nowMs: () => time.ms, monotonicMs: () => time.ms };
  const caches = new HeldLocks();
  return { time, caches, lock: new CacheLock(caches, clock, Buffer.alloc(8)) };
}

describe('the locks of a write', () => {
  it('let it commit within ten seconds of the first request, however often it locks more', async () => {
    const { time, lock } = setting();
    expect(lock.mayCommit()).toBe(true);
    await lock.take([member('1')], 1_000);
    time.ms = 9_000;
    await lock.take([member('2')], 1_000);
    time.ms = 10_000;
    expect(lock.mayCommit()).toBe(true);
    time.ms = 10_001;
    expect(lock.mayCommit()).toBe(false);
  });

  it('are all gone after the fence, also on keys that were not changed', async () => {
    const { caches, lock } = setting();
    await lock.take([member('1'), member('2')], 1_000);
    await lock.fence([{ key: member('1'), minVersion: 1, streamSequence: 1 }], 1_000);
    expect(caches.locked.size).toBe(0);
  });

  it('that were not acknowledged are taken away as well', async () => {
    const { caches, lock } = setting();
    caches.failing = true;
    await expect(lock.take([member('1')], 1_000)).rejects.toThrow(CachesUnreachable);
    expect(caches.locked.size).toBe(1);
    lock.release();
    expect(caches.locked.size).toBe(0);
  });

  it('stay where the outcome is not known', async () => {
    const { caches, lock } = setting();
    await lock.take([member('1')], 1_000);
    lock.abandon();
    lock.release();
    expect(caches.locked.size).toBe(1);
  });

  it('stay while the fence is not acknowledged', async () => {
    const { caches, lock } = setting();
    await lock.take([member('1')], 1_000);
    caches.failing = true;
    const fence = { key: member('1'), minVersion: 1, streamSequence: 1 };
    await expect(lock.fence([fence], 1_000)).rejects.toThrow(CachesUnreachable);
    expect(caches.locked.size).toBe(1);
  });
});
