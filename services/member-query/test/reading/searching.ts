// Searches by the index, which show each member as it is now.
import { beforeAll, describe, expect, it } from '@jest/globals';

import { memberRow } from '../record-peer.ts';
import { until } from '../redis-centers.ts';
import type { World } from '../world.ts';

const ORDER = { 'x-mesh-class': 'order' };

export function describeSearching(world: () => World): void {
  describe('searching', () => {
    const phone = '+8613900001111';
    const ids: string[] = [];

    beforeAll(async () => {
      // Levels repeat, so that ties are broken; the level falls while the id grows.
      for (let part = 0; part < 3; part++) {
        const members = Array.from({ length: 40 }, (_, at) => {
          const memberId = world().newMemberId();
          ids.push(memberId);
          return memberRow(memberId, 1, { phone, level: 9 - (at % 5), createdMs: 1_000_000 + at });
        });
        await world().write({ members });
      }
      await until('the search to see all', async () => {
        const { members } = await search({ phone, pageSize: 200 });
        return members.length === ids.length;
      });
    }, 60_000);

    const search = (request: Record<string, unknown>) =>
      world().at('a').query.SearchMembers(request, { timeoutMs: 10_000, metadata: ORDER });

    async function pages(request: Record<string, unknown>, between?: () => Promise<void>) {
      const found: { memberId: string; level: number }[] = [];
      let pageToken = '';
      do {
        const page = await search({ ...request, pageToken });
        found.push(...page.members);
        pageToken = page.nextPageToken;
        await between?.();
      } while (pageToken !== '');
      return found;
    }

    it('finds everything once, in the order of ids, page by page', async () => {
      const found = await pages({ phone, pageSize: 17 });
      expect(found.map(({ memberId }) => memberId)).toEqual(ids);
    });

    it('sorts by level downwards and breaks ties by id', async () => {
      const found = await pages({ phone, pageSize: 23, orderBy: 'level desc' });
      expect(new Set(found.map(({ memberId }) => memberId)).size).toBe(ids.length);
      const keys = found.map(({ level, memberId }) => level * 1e7 + ids.indexOf(memberId));
      expect(keys).toEqual([...keys].sort((a, b) => b - a));
    });

    it('keeps pages stable while members are added', async () => {
      let added = 0;
      const found = await pages({ phone, pageSize: 30, orderBy: 'create_time' }, async () => {
        const early = memberRow(world().newMemberId(), 1, { phone, createdMs: 500 + added++ });
        await world().write({ members: [early] });
      });
      const old = found.filter(({ memberId }) => ids.includes(memberId));
      expect(old.length).toBe(ids.length);
      expect(new Set(found.map(({ memberId }) => memberId)).size).toBe(found.length);
    });

    it('leaves out what no longer matches, although the index still finds it', async () => {
      const memberId = world().newMemberId();
      const other = '+8613900002222';
      await world().write({ members: [memberRow(memberId, 1, { phone: other })] });
      await until('the search to see it', async () => {
        return (await search({ phone: other })).members.length === 1;
      });
      world().worker('order-a').pause();
      try {
        await world().write({ members: [memberRow(memberId, 2, { phone: '+8613900003333' })] });
        expect((await search({ phone: other })).members).toEqual([]);
      } finally {
        world().worker('order-a').resume();
      }
    });

    it('combines filters and tells how old what it finds may be', async () => {
      const { members, read } = await search({
        ...{ phone, levelMin: 8, platform: '', status: 'MEMBER_STATUS_ACTIVE', pageSize: 200 },
        createdAfter: { seconds: 1_000, nanos: 0 },
      });
      expect(members.length).toBe(48);
      expect(members.every(({ level }) => level >= 8)).toBe(true);
      expect(read?.source).toBe('SOURCE_INDEX');
      expect(read?.stalenessBound).not.toBeNull();
    });

    it.each([
      ['no filter', {}, 'INVALID_FIELD'],
      ['a page of another search', { phone: '+8613900009999', token: true }, 'PAGE_TOKEN_MISMATCH'],
      ['a token that is none', { phone, pageToken: 'x' }, 'PAGE_TOKEN_MISMATCH'],
      ['an order that is none', { phone, orderBy: 'display_name' }, 'INVALID_FIELD'],
    ])('refuses %s', async (_what, request, reason) => {
      const { token, ...rest } = request as { token?: boolean } & Record<string, unknown>;
      const { nextPageToken } = await search({ phone, pageSize: 1 });
      const asked = token ? { ...rest, pageToken: nextPageToken } : rest;
      await expect(search(asked)).rejects.toMatchObject({ kind: 'INVALID_ARGUMENT', reason });
    });
  });
}
