// What every index cluster does, whatever it is made of.
import { describe, expect, it } from '@jest/globals';

import type { IndexCluster } from '../src/app/ports.ts';
import { pairOf, type IndexPair } from '../src/domain/cluster.ts';
import { documentOf, markerOf } from '../src/domain/document.ts';
import type { IndexedMember } from '../src/domain/row.ts';

const patience = { signal: new AbortController().signal, timeoutMs: 10_000 };

export function memberRow(id: number, version: number, email = 'a@b.org'): IndexedMember {
  return {
    table: 'member',
    memberId: String(id),
    version,
    encoded: Buffer.from(`member ${id} at ${version}`),
    status: 'MEMBER_STATUS_ACTIVE',
    phone: '',
    email,
    homeChannel: 'app',
    level: 1,
    platforms: ['wechat'],
    createTimeMs: 1,
    updateTimeMs: version,
  };
}

/** `next` answers a cluster, the same or another, and a number whose pair nobody used. */
export function describeIndexCluster(name: string, next: () => [IndexCluster, number]): void {
  const fresh = async (): Promise<[IndexCluster, IndexPair]> => {
    const [cluster, number] = next();
    const pair = pairOf(number);
    await cluster.create(pair);
    return [cluster, pair];
  };
  const write = (cluster: IndexCluster, index: string, rows: readonly IndexedMember[]) =>
    cluster.write(
      rows.map((row) => ({ ...documentOf(row), index })),
      patience,
    );

  describe(`an index cluster (${name})`, () => {
    it('keeps the greatest version, and takes the same one again', async () => {
      const [cluster, { member }] = await fresh();
      const rows = [memberRow(1, 5), memberRow(1, 7), memberRow(1, 6), memberRow(1, 7)];
      const outcomes = await write(cluster, member, rows);
      expect(outcomes.every(({ kind }) => kind === 'applied')).toBe(true);
      const [found, absent] = await cluster.read(member, ['1', '2'], patience);
      expect(found).toMatchObject({ kind: 'found', version: 7, source: { update_time: 7 } });
      expect(absent).toEqual({ kind: 'absent' });
    });

    it('rejects a document that cannot be stored, and only that one', async () => {
      const [cluster, { member }] = await fresh();
      const outcomes = await write(cluster, member, [
        memberRow(1, 1),
        memberRow(2, 1, 'x'.repeat(40_000)),
        memberRow(3, 1),
      ]);
      expect(outcomes.map(({ kind }) => kind)).toEqual(['applied', 'rejected', 'applied']);
    });

    it('says so when the index is not there, and creates none', async () => {
      const [cluster] = await fresh();
      const outcomes = await write(cluster, 'member-999999', [memberRow(1, 1)]);
      expect(outcomes).toEqual([{ kind: 'index-missing' }]);
      expect((await cluster.list(patience)).has('member-999999')).toBe(false);
    });

    it('keeps markers, counts and walks every document', async () => {
      const [cluster, pair] = await fresh();
      await write(cluster, pair.member, [memberRow(1, 1), memberRow(2, 2)]);
      const key = { table: 'account', platform: 'wechat', accountId: 'a:b', version: 3 } as const;
      await cluster.write([{ ...markerOf(key), index: pair.account }], patience);
      await cluster.refresh(pair);
      expect(await cluster.count(pair.member, patience)).toBe(2);
      const walked = [];
      for await (const page of cluster.walk(pair.member, patience.signal)) walked.push(...page);
      expect(walked.sort((a, b) => a.version - b.version)).toEqual([
        { id: '1', version: 1 },
        { id: '2', version: 2 },
      ]);
      const [marker] = await cluster.read(pair.account, ['wechat:a:b'], patience);
      expect(marker).toMatchObject({ kind: 'found', version: 3, source: { set_aside: true } });
    });

    it('points readers to one pair in one step, and deletes what is there or not', async () => {
      const [cluster, first] = await fresh();
      await cluster.pointReaders(first);
      const [, second] = await fresh();
      await write(cluster, second.member, [memberRow(9, 1)]);
      await cluster.pointReaders(second);
      const [found] = await cluster.read('member', ['9'], patience);
      expect(found?.kind).toBe('found');
      await cluster.delete([first.member, first.account, 'member-888888']);
      const indices = await cluster.list(patience);
      expect(indices.get(second.member)).toContain('member');
      expect(indices.has(first.member)).toBe(false);
      // Once more is once.
      await cluster.create(second);
      await cluster.pointReaders(second);
      await cluster.ping(patience);
    });

    it('takes a canary and gives it back, again and again, and lists it nowhere', async () => {
      const [cluster] = await fresh();
      for (let n = 0; n < 3; n++) await cluster.canary(patience);
      const indices = [...(await cluster.list(patience)).keys()];
      expect(indices.filter((index) => index.includes('canary'))).toEqual([]);
    });
  });
}
