import { describe, expect, it } from '@jest/globals';
import { parseMemberId } from '@member-mesh/contracts';
import { systemClock, systemRandom } from '@member-mesh/kernel';

import { MemoryCacheCenter } from '../../test/memory-cache-center.ts';
import { type CacheKey, memberKey } from '../domain/cache-key.ts';
import { CacheAround } from './cache-around.ts';
import {
  type Beat,
  CACHE_SETTINGS,
  type CacheCenter,
  CacheLeftAlone,
  type LockOutcome,
  NO_CLAIM,
} from './cache-center.ts';
import { CentersUnreachable, FenceKeys, KeyCrowded } from './fence-keys.ts';

const keys = ['101', '102', '103'].map((id) => memberKey(parseMemberId(id) as never) as CacheKey);
const lockId = Buffer.from('lock-one');
const claims = [NO_CLAIM, NO_CLAIM, NO_CLAIM] as const;

function fencing(centers: readonly CacheCenter[], told: string[]): FenceKeys {
  return new FenceKeys({
    ...{ centers, clock: systemClock, random: systemRandom },
    observer: {
      fenced: (operation, center) => void told.push(`${operation} ${center}`),
      failed: (operation, center) => void told.push(`${operation} ${center} failed`),
    },
  });
}

async function setUp() {
  const settings = { ...CACHE_SETTINGS, locksMax: 1 };
  const centers = [new MemoryCacheCenter('a', settings), new MemoryCacheCenter('b', settings)];
  for (const center of centers) {
    for (const { bucket } of keys) {
      await center.beat({ bucket, beat: 1, release: 0, claims } satisfies Beat);
    }
  }
  const told: string[] = [];
  const fenceKeys = fencing(centers, told);
  const locksIn = async (at: number): Promise<number[]> => {
    const entries = await Promise.all(keys.map((key) => centers[at]?.look(key)));
    return entries.map((each) => each?.entry?.locks.length ?? 0);
  };
  return { centers, fenceKeys, told, locksIn };
}

describe('locks and fences', () => {
  it('are in both centers when they are acknowledged', async () => {
    const { fenceKeys, locksIn } = await setUp();
    await fenceKeys.lock(lockId, keys, 1_000);
    expect([await locksIn(0), await locksIn(1)]).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ]);
    const fences = keys.map((key) => ({ key, min: 9 }));
    await fenceKeys.fence(lockId, fences, 1_000);
    expect(await locksIn(1)).toEqual([0, 0, 0]);
  });

  it('are refused when a center is away, and given back in the other', async () => {
    const { centers, fenceKeys, locksIn, told } = await setUp();
    centers[1]?.setAway(true);
    const refused = await fenceKeys.lock(lockId, keys, 1_000).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CentersUnreachable);
    expect((refused as CentersUnreachable).centers).toEqual(['b']);
    expect(told).toContain('lock a');
    expect(await locksIn(0)).toEqual([0, 0, 0]);
  });

  it('are tried again for as long as the writer waits', async () => {
    const { centers, fenceKeys, locksIn } = await setUp();
    await fenceKeys.lock(lockId, keys, 1_000);
    centers[1]?.setAway(true);
    setTimeout(() => centers[1]?.setAway(false), 60);
    await fenceKeys.fence(
      lockId,
      keys.map((key) => ({ key, min: 2 })),
      5_000,
    );
    expect(await locksIn(1)).toEqual([0, 0, 0]);
  });

  it('are not asked for again where a rule leaves a center alone, and tell for how long', async () => {
    const { centers, told } = await setUp();
    let asked = 0;
    class LeftAlone extends CacheAround {
      override lock(): Promise<LockOutcome> {
        asked++;
        const told = { retryAfterMs: 7_000, cause: undefined };
        return Promise.reject(new CacheLeftAlone('left alone by the rule r', told));
      }
    }
    const fenceKeys = fencing(
      [centers[0] as CacheCenter, new LeftAlone(centers[1] as CacheCenter)],
      told,
    );
    const refused = await fenceKeys.lock(lockId, keys, 5_000).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CentersUnreachable);
    expect(refused).toMatchObject({ centers: ['b'], retryAfterMs: 7_000 });
    expect(asked).toBe(keys.length);
  });

  it('are refused for a key that too many writes have locked', async () => {
    const { fenceKeys } = await setUp();
    await fenceKeys.lock(lockId, keys, 1_000);
    const another = fenceKeys.lock(Buffer.from('lock-two'), keys, 1_000);
    await expect(another).rejects.toBeInstanceOf(KeyCrowded);
  });
});
