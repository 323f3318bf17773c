// The cache while its stores die, hang and come back empty.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { memberRow } from './record-peer.ts';
import { until } from './redis-centers.ts';
import { World } from './world.ts';

let world: World;
const NODES = [1, 2, 3];

beforeAll(async () => {
  world = await World.start(['order-a']);
  await world.warm();
}, 300_000);

afterAll(async () => {
  await world?.close();
}, 60_000);

async function versionAndSource(center: 'a' | 'b', memberId: string) {
  const { decoded, source } = await world.readOne(center, memberId);
  return { version: decoded?.version, source };
}

async function cached(center: 'a' | 'b', memberId: string): Promise<void> {
  await until(`a hit in ${center}`, async () => {
    return (await versionAndSource(center, memberId)).source === 'SOURCE_CACHE';
  });
}

/** Members that lie on every node. */
async function manyMembers(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => world.newMemberId());
  await world.write({ members: ids.map((memberId) => memberRow(memberId, 1)) });
  return ids;
}

async function readMany(center: 'a' | 'b', memberIds: readonly string[]) {
  const startedMs = performance.now();
  const { results } = await world.at(center).read.BatchRead(
    {
      readClass: 'READ_CLASS_ORDER',
      items: memberIds.map((memberId) => ({ memberId })),
    },
    { timeoutMs: 5_000 },
  );
  const found = results.filter(({ outcome }) => outcome === 'OUTCOME_FOUND').length;
  return { found, tookMs: performance.now() - startedMs, results };
}

describe('a Redis that comes back empty', () => {
  it('has lost its fences, and still nothing old is read', async () => {
    const memberId = world.newMemberId();
    await world.write({ members: [memberRow(memberId, 1)] });
    await cached('b', memberId);
    // The index stays at version 1; only the fence knows better.
    world.worker('order-a').pause();
    try {
      await world.write({ members: [memberRow(memberId, 2)] });
      expect((await versionAndSource('b', memberId)).version).toBe(2);
      for (const node of NODES) await world.stores.component(`redis-b-${node}`).kill();
      expect((await versionAndSource('b', memberId)).version).toBe(2);
      for (const node of NODES) await world.stores.component(`redis-b-${node}`).start();
      // Read without a pause while generations begin anew.
      await until('the cache of b to be used again', async () => {
        const { version, source } = await versionAndSource('b', memberId);
        expect(version).toBe(2);
        return source === 'SOURCE_CACHE';
      });
    } finally {
      world.worker('order-a').resume();
    }
    await world.warm();
    expect((await versionAndSource('b', memberId)).version).toBe(2);
  }, 90_000);
});

describe('a Redis node that dies', () => {
  it('stops writes at once and hurts no read in the other center', async () => {
    const ids = await manyMembers(200);
    await readMany('a', ids);
    await readMany('b', ids);
    await world.stores.component('redis-b-2').kill();
    try {
      const keys = ids.map((memberId) => ({ memberId }));
      const startedMs = performance.now();
      const lock = world
        .at('a')
        .fence.LockKeys({ lockId: world.newLockId(), keys }, { timeoutMs: 5_000 });
      await expect(lock).rejects.toMatchObject({
        kind: 'UNAVAILABLE',
        reason: 'CACHE_CENTER_UNREACHABLE',
        metadata: { centers: 'b' },
      });
      expect(performance.now() - startedMs).toBeLessThan(3_000);
      // The locks that center a gave are taken back.
      await until('hits in a', async () => {
        const { results } = await readMany('a', ids);
        return results.every(({ source }) => source === 'SOURCE_CACHE');
      });
      expect((await readMany('b', ids)).found).toBe(200);
      await until('the tier to be down', () => {
        return world.at('b').health.get('tier:redis/b') === 'NOT_SERVING';
      });
      expect(world.at('b').health.get('')).toBe('SERVING');
    } finally {
      await world.stores.component('redis-b-2').start();
    }
    await until('writes again', async () => {
      return manyMembers(50).then(
        () => true,
        () => false,
      );
    });
  }, 90_000);
});

describe('a Redis node that hangs', () => {
  it('delays the reads of its keys once, and those of the other center never', async () => {
    const ids = await manyMembers(200);
    await readMany('a', ids);
    await readMany('b', ids);
    await world.stores.component('redis-a-3').stop();
    try {
      const first = await readMany('a', ids);
      expect(first.found).toBe(200);
      const second = await readMany('a', ids);
      expect(second.found).toBe(200);
      expect(second.results.some(({ source }) => source === 'SOURCE_STORE')).toBe(true);
      expect(second.results.every(({ stalenessBound }) => stalenessBound === null)).toBe(true);
      expect((await readMany('b', ids)).found).toBe(200);
    } finally {
      await world.stores.component('redis-a-3').cont();
    }
    await until('the cache of a to be whole', async () => {
      const { results } = await readMany('a', ids);
      return results.every(({ source }) => source === 'SOURCE_CACHE');
    });
  }, 90_000);
});

describe('without NATS', () => {
  it('the cache is believed on, writes are fenced, and nothing old is read when it is back', async () => {
    const memberId = world.newMemberId();
    await world.write({ members: [memberRow(memberId, 1)] });
    await cached('a', memberId);
    await world.stores.component('nats-1').kill();
    try {
      await until('NATS to be missed', () => {
        return world.at('a').health.get('tier:nats') === 'NOT_SERVING';
      });
      await world.write({ members: [memberRow(memberId, 2)] });
      expect((await versionAndSource('a', memberId)).version).toBe(2);
      // For longer than the trust window.
      const endMs = performance.now() + 6_000;
      await until(
        'the trust window to pass',
        async () => {
          expect((await versionAndSource('b', memberId)).version).toBe(2);
          return performance.now() > endMs;
        },
        10_000,
      );
      await cached('a', memberId);
    } finally {
      await world.stores.component('nats-1').start();
    }
    await until('the index to be used again', async () => {
      expect((await versionAndSource('a', memberId)).version).toBe(2);
      return (await versionAndSource('a', world.newMemberId())).source === 'SOURCE_INDEX';
    });
  }, 90_000);
});

describe('the process that beats', () => {
  it('is followed by another when it ends', async () => {
    const memberId = world.newMemberId();
    await world.write({ members: [memberRow(memberId, 1)] });
    await world.at('a').close();
    world.instances.delete('a');
    // No new beat may move anything before the trust of the old ones has run out.
    const endMs = performance.now() + 8_000;
    await until('the old trust to run out', () => performance.now() > endMs);
    await cached('b', memberId);
  }, 60_000);
});
