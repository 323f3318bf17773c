import { describe, expect, it } from '@jest/globals';
import { parseMemberId } from '@member-mesh/contracts';

import { MemoryCacheCenter } from '../../test/memory-cache-center.ts';
import { memberKey } from '../domain/cache-key.ts';
import { CACHE_SETTINGS, NO_CLAIM } from './cache-center.ts';
import { FollowThrough } from './follow-through.ts';
import { type IndexAnswer, SourceUnavailable } from './sources.ts';

const key = memberKey(parseMemberId('7')!);
const claims = [NO_CLAIM, NO_CLAIM, NO_CLAIM] as const;

async function setUp({ share = 1 } = {}) {
  const told: string[] = [];
  const time = { nowMs: 0 };
  const index = { answer: { state: 'absent' } as IndexAnswer | undefined };
  const center = new MemoryCacheCenter('a', CACHE_SETTINGS);
  await center.beat({ bucket: key.bucket, beat: 1, release: 0, claims });
  const follow = new FollowThrough({
    centers: [center],
    indices: [
      {
        cluster: 'order-a',
        serving: () => true,
        read: () => {
          const { answer } = index;
          if (answer) return Promise.resolve([answer]);
          return Promise.reject(new SourceUnavailable('away'));
        },
      },
    ],
    observer: {
      followed: ({ tier, afterS, shows }) => told.push(`${tier} ${afterS} ${shows}`),
      notFollowed: () => told.push('not followed'),
    },
    clock: { nowMs: () => time.nowMs, monotonicMs: () => time.nowMs },
    fraction: () => 0.5,
    share,
  });
  const at = async (nowMs: number): Promise<string[]> => {
    time.nowMs = nowMs;
    await follow.round();
    return told.splice(0).sort();
  };
  return { follow, center, index, at };
}

const found = (version: number): IndexAnswer => {
  return { state: 'found', version, payload: Buffer.alloc(0) };
};

async function fill(center: MemoryCacheCenter, version: number): Promise<void> {
  const taken = await center.take(key, 'token--1');
  const token = taken.state === 'missing' ? taken.token : '';
  const payload = Buffer.from('value');
  expect(await center.fill(key, { token, version, payload, ttlMs: 1_000 })).toBe('stored');
}

describe('a change that is followed', () => {
  it('is looked for in each tier after 1, 5 and 60 s', async () => {
    const { follow, center, index, at } = await setUp();
    follow.note([{ key, min: 2 }]);
    expect(await at(999)).toEqual([]);
    expect(await at(1_000)).toEqual(['cache/a 1 nothing', 'index/order-a 1 nothing']);
    index.answer = found(2);
    await fill(center, 2);
    expect(await at(4_999)).toEqual([]);
    expect(await at(5_000)).toEqual(['cache/a 5 change', 'index/order-a 5 change']);
    index.answer = found(3);
    expect(await at(60_000)).toEqual(['cache/a 60 change', 'index/order-a 60 change']);
    expect(await at(1_000_000)).toEqual([]);
  });

  it('is missed where a tier still shows what was before', async () => {
    const { follow, center, index, at } = await setUp();
    await fill(center, 1);
    index.answer = found(1);
    follow.note([{ key, min: 2 }]);
    expect(await at(1_000)).toEqual(['cache/a 1 older', 'index/order-a 1 older']);
  });

  it('is nowhere to be seen while a tier is away', async () => {
    const { follow, center, index, at } = await setUp();
    center.setAway(true);
    index.answer = undefined;
    follow.note([{ key, min: 2 }]);
    expect(await at(1_000)).toEqual(['cache/a 1 unreachable', 'index/order-a 1 unreachable']);
  });

  it('is one of a share, and of no more than there is room for', async () => {
    const none = await setUp({ share: 0.5 });
    none.follow.note([{ key, min: 2 }]);
    expect(await none.at(1_000)).toEqual([]);
    const all = await setUp();
    all.follow.note(Array.from({ length: 2_003 }, () => ({ key, min: 2 })));
    expect(await all.at(0)).toEqual(['not followed', 'not followed', 'not followed']);
  });
});
