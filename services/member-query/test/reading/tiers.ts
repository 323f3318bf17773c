// What the change stream repairs, and one member as each tier has it.
import { describe, expect, it } from '@jest/globals';

import { memberRow } from '../record-peer.ts';
import { until } from '../redis-centers.ts';
import type { World } from '../world.ts';

export function describeTiers(world: () => World): void {
  describe('the change stream', () => {
    it('fences what a writer that died after its commit left behind', async () => {
      const memberId = world().newMemberId();
      await world().write({ members: [memberRow(memberId, 1)] });
      await until('a hit', async () => {
        return (await world().readOne('a', memberId)).source === 'SOURCE_CACHE';
      });
      world().record.commit({ members: [memberRow(memberId, 2)] });
      await world().record.publish();
      await until('the second fence', async () => {
        return (await world().readOne('a', memberId)).decoded?.version === 2;
      });
    });
  });

  describe('one member in every tier', () => {
    it('is described with versions and fences, tier by tier', async () => {
      const memberId = world().newMemberId();
      await world().write({
        members: [memberRow(memberId, 1, { accountIds: ['shown'] })],
        accounts: { shown: { version: 1, memberId } },
      });
      const describe = () =>
        world().at('a').read.DescribeMember({ memberId }, { timeoutMs: 5_000 });
      await until('the indices', async () => {
        const { tiers } = await describe();
        const indexed = tiers.filter(({ tier }) => tier.startsWith('index/'));
        return indexed.length === 4 && indexed.every(({ state }) => state === 'value');
      });
      const { tiers } = await describe();
      expect(tiers.map(({ tier, key }) => `${tier} ${key}`)).toEqual([
        `record member:${memberId}`,
        'record account:wechat:shown',
        `index/order-a member:${memberId}`,
        'index/order-a account:wechat:shown',
        `index/marketing member:${memberId}`,
        'index/marketing account:wechat:shown',
        `cache/a member:${memberId}`,
        'cache/a account:wechat:shown',
        `cache/b member:${memberId}`,
        'cache/b account:wechat:shown',
      ]);
      const fence = tiers.find(({ tier }) => tier === 'cache/b');
      expect([fence?.state, fence?.minVersion]).toEqual(['fence', 1]);
    });
  });
}
