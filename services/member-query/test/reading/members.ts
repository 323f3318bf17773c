// Members by id: cache, index and record, and what a write leaves of each.
import { describe, expect, it } from '@jest/globals';

import { memberRow } from '../record-peer.ts';
import { until } from '../redis-centers.ts';
import type { World } from '../world.ts';

export function describeReadingMembers(world: () => World): void {
  describe('reading members', () => {
    it('answers the written member in both centers at once, then from the cache', async () => {
      const memberId = world().newMemberId();
      for (let version = 1; version <= 5; version++) {
        await world().write({ members: [memberRow(memberId, version)] });
        for (const center of ['a', 'b'] as const) {
          const { outcome, source, decoded } = await world().readOne(center, memberId);
          const answer = { outcome, source, version: decoded?.version };
          expect(answer).toMatchObject({ outcome: 'OUTCOME_FOUND', version });
        }
      }
      await until('a hit', async () => {
        return (await world().readOne('a', memberId)).source === 'SOURCE_CACHE';
      });
      expect((await world().readOne('a', memberId)).decoded?.version).toBe(5);
    });

    it('answers from the record while a write has the key locked', async () => {
      const memberId = world().newMemberId();
      await world().write({ members: [memberRow(memberId, 1)] });
      await world().readOne('b', memberId);
      const lockId = world().newLockId();
      const options = { timeoutMs: 5_000 };
      await world()
        .at('a')
        .fence.LockKeys({ lockId, keys: [{ memberId }] }, options);
      world().record.commit({ members: [memberRow(memberId, 2)] });
      const during = await world().readOne('b', memberId);
      expect([during.source, during.decoded?.version]).toEqual(['SOURCE_STORE', 2]);
      const fences = [{ key: { memberId }, minVersion: 2 }];
      await world().at('a').fence.FenceKeys({ lockId, fences }, options);
      expect((await world().readOne('b', memberId)).decoded?.version).toBe(2);
    });

    it('asks the record while the index has not caught up, and fills what is new enough', async () => {
      const memberId = world().newMemberId();
      await world().write({ members: [memberRow(memberId, 1)] });
      world().worker('order-a').pause();
      try {
        await world().write({ members: [memberRow(memberId, 2)] });
        const first = await world().readOne('a', memberId);
        expect([first.source, first.decoded?.version]).toEqual(['SOURCE_STORE', 2]);
        await until('a fill', async () => {
          return (await world().readOne('a', memberId)).source === 'SOURCE_CACHE';
        });
      } finally {
        world().worker('order-a').resume();
      }
    });

    it('shows a member at once that was cached as absent before it was registered', async () => {
      const memberId = world().newMemberId();
      await until('a cached absence', async () => {
        const { outcome, source } = await world().readOne('b', memberId);
        return outcome === 'OUTCOME_NOT_FOUND' && source === 'SOURCE_CACHE';
      });
      await world().write({ members: [memberRow(memberId, 1)] });
      expect((await world().readOne('b', memberId)).outcome).toBe('OUTCOME_FOUND');
    });

    it('brings nothing into the cache for marketing', async () => {
      const memberId = world().newMemberId();
      await world().write({ members: [memberRow(memberId, 1)] });
      const marketing = { readClass: 'READ_CLASS_MARKETING' } as const;
      await until('the marketing index', async () => {
        const { source } = await world().readOne('a', memberId, marketing);
        return source === 'SOURCE_MARKETING_INDEX';
      });
      expect((await world().readOne('a', memberId, marketing)).source).toBe(
        'SOURCE_MARKETING_INDEX',
      );
      const { tiers } = await world()
        .at('a')
        .read.DescribeMember({ memberId }, { timeoutMs: 5_000 });
      const cached = tiers.find(({ tier, key }) => tier === 'cache/a' && key.startsWith('member:'));
      expect(cached?.state).toBe('fence');
    });

    it('says that nothing is as new as min_version, after asking the record', async () => {
      const memberId = world().newMemberId();
      await world().write({ members: [memberRow(memberId, 3)] });
      expect((await world().readOne('a', memberId, { minVersion: 3 })).outcome).toBe(
        'OUTCOME_FOUND',
      );
      const newer = await world().readOne('a', memberId, { minVersion: 4 });
      expect(newer.outcome).toBe('OUTCOME_TOO_OLD');
    });

    it('joins one load of a key, but none that began before a write', async () => {
      const memberId = world().newMemberId();
      world().worker('order-a').pause();
      await world().write({ members: [memberRow(memberId, 1)] });
      const release = Promise.withResolvers<void>();
      world().record.beforeAnswer = () => release.promise;
      const joinedBefore = await metric(world(), 'cache_flights_joined_total', {});
      const reads = [world().readOne('a', memberId), world().readOne('a', memberId)];
      await until('a joined flight', async () => {
        return (await metric(world(), 'cache_flights_joined_total', {})) > joinedBefore;
      });
      world().record.beforeAnswer = () => Promise.resolve();
      await world().write({ members: [memberRow(memberId, 2)] });
      const after = await world().readOne('a', memberId);
      release.resolve();
      const early = await Promise.all(reads);
      expect(after.decoded?.version).toBe(2);
      expect(early.map(({ decoded }) => decoded?.version)).toEqual([1, 1]);
      expect((await world().readOne('a', memberId)).decoded?.version).toBe(2);
      world().worker('order-a').resume();
      await until('refused fills', async () => {
        return (await metric(world(), 'cache_fills_total', { outcome: 'fenced' })) > 0;
      });
    });

    it('reads past cache and index when asked to, each class within its own budget', async () => {
      const memberId = world().newMemberId();
      await world().write({ members: [memberRow(memberId, 1)] });
      const read = async (
        readClass: 'READ_CLASS_ORDER' | 'READ_CLASS_MARKETING',
        memberIds: readonly string[],
      ) => {
        const items = memberIds.map((id) => ({ memberId: id }));
        const request = { readClass, consistency: 'CONSISTENCY_AUTHORITATIVE', items } as const;
        return (await world().at('a').read.BatchRead(request, { timeoutMs: 5_000 })).results;
      };
      expect((await read('READ_CLASS_ORDER', [memberId]))[0]?.source).toBe('SOURCE_STORE');
      let granted = 0;
      await until('marketing to use its budget up', async () => {
        const many = Array.from({ length: 1_000 }, () => world().newMemberId());
        const results = await read('READ_CLASS_MARKETING', many);
        const outcomes = new Set(results.map(({ outcome }) => String(outcome)));
        // A call is granted whole or not at all.
        expect(outcomes.size).toBe(1);
        if (outcomes.has('OUTCOME_NOT_FOUND')) granted++;
        return outcomes.has('OUTCOME_EXHAUSTED');
      });
      expect(granted).toBeGreaterThan(0);
      expect((await read('READ_CLASS_ORDER', [memberId]))[0]?.source).toBe('SOURCE_STORE');
    });
  });
}

async function metric(world: World, name: string, labels: Record<string, string>) {
  const { values } = (await world.at('a').telemetry.metrics.getSingleMetric(name)?.get()) ?? {
    values: [],
  };
  const matching = values.filter((each) =>
    Object.entries(labels).every(([label, value]) => each.labels[label] === value),
  );
  return matching.reduce((sum, { value }) => sum + value, 0);
}
