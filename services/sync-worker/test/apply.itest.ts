// Changes reach the index, whatever order they come in and whatever is wrong with some of them.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { until } from '@member-mesh/harness';
import type { Change } from '@member-mesh/contracts';
import type { Elastic } from '@member-mesh/driver-elastic';

import { accountChange, memberChange, memberIdOf } from './record-peer.ts';
import type { WorkerProcess } from './worker-process.ts';
import { documentsOf, World } from './world.ts';

jest.setTimeout(300_000);

let world: World;
let worker: WorkerProcess;
let elastic: Elastic;

beforeAll(async () => {
  world = await World.start(['order-a']);
  worker = await world.worker('sync-worker-a', { SET_ASIDE_BYTES_MAX: '1048576' });
  elastic = world.elastic('order-a');
  await world.state('order-a', 'serving');
});
afterAll(async () => {
  await world.close();
});

async function status() {
  const { clusters } = await worker.client.GetIndexStatus({}, { timeoutMs: 5_000 });
  const [first] = clusters;
  if (!first) throw new Error('no cluster in the status');
  return first;
}

/** The same order on every run, and far from the order of the versions. */
function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item, at) => ({ item, rank: (at * 7919) % 104_729 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

describe('a first start', () => {
  it('creates indices that serve, and says so', async () => {
    expect(await world.topology('order-a')).toEqual({
      state: 'serving',
      member: expect.stringMatching(/^member-\d{6}$/),
      account: expect.stringMatching(/^account-\d{6}$/),
    });
    await until('health', async () => (await worker.health())?.[''] === 'SERVING');
    await until('tiers', async () => {
      const health = await worker.health();
      const tiers = ['tier:nats', 'tier:record', 'tier:elastic/order-a'];
      return tiers.every((tier) => health?.[tier] === 'SERVING');
    });
  });
});

describe('applying changes', () => {
  it('ends with the newest version of everything, in any order and with duplicates', async () => {
    const changes: Change[][] = [];
    for (let n = 1; n <= 40; n++) {
      for (let version = 1; version <= 10; version++) {
        const owner = version % 3 === 0 ? '' : memberIdOf(n);
        changes.push([memberChange(n, version), accountChange(n, version, owner)]);
      }
    }
    let last = 0;
    for (const change of shuffled([...changes, ...changes.slice(0, 150)])) {
      last = await world.record.commit(change);
    }
    await world.appliedUpTo('order-a', last);
    const ids = Array.from({ length: 40 }, (_, n) => memberIdOf(n + 1));
    const members = await documentsOf(elastic, 'member', ids);
    expect(new Set(members.map((member) => member?.['version']))).toEqual(new Set([10]));
    const keys = ids.map((_, n) => `wechat:person-${n + 1}`);
    const accounts = await documentsOf(elastic, 'account', keys);
    expect(accounts.map((account) => account?.['member_id'])).toEqual(ids);
  });

  it('keeps the member as it was committed, and what readers filter by', async () => {
    const change = memberChange(77, 3, { level: 4, platforms: ['wechat', 'alipay', 'wechat'] });
    await world.appliedUpTo('order-a', await world.record.commit([change]));
    const [document] = await documentsOf(elastic, 'member', [memberIdOf(77)]);
    expect(document).toEqual({
      member_id: memberIdOf(77),
      member_no: memberIdOf(77),
      version: 3,
      status: 'MEMBER_STATUS_ACTIVE',
      phone: '+8613800000077',
      email: 'person-77@example.org',
      home_channel: 'wechat-mini',
      platforms: ['alipay', 'wechat'],
      level: 4,
      create_time: 1_700_000_000_000,
      update_time: 1_700_000_000_003,
      encoded: Buffer.from(change.member?.member as Buffer).toString('base64'),
    });
  });

  it('keeps an account that is bound to nobody as a document that says so', async () => {
    await world.record.commit([accountChange(78, 1, memberIdOf(78))]);
    await world.appliedUpTo('order-a', await world.record.commit([accountChange(78, 2, '')]));
    await world.record.publish([accountChange(78, 1, memberIdOf(78))]);
    await world.appliedUpTo('order-a', await world.record.publish([memberChange(78, 1)]));
    expect(await documentsOf(elastic, 'account', ['wechat:person-78'])).toEqual([
      { platform: 'wechat', account_id: 'person-78', version: 2 },
    ]);
  });

  it('sorts long ids as numbers without losing digits', async () => {
    await elastic.refresh('member');
    const found = await elastic.search<{ member_no: string }>('member', {
      size: 2,
      sort: [{ member_no: 'desc' }],
    });
    expect(found.hits[0]?.source.member_no).toBe(memberIdOf(78));
  });
});

describe('lag', () => {
  it('is the age of the oldest change that is not applied, and nothing when all is', async () => {
    await until('no lag', async () => (await status()).lagMs === 0);
    const settings = `/${String((await world.topology('order-a'))?.['member'])}/_settings`;
    await world.administer('order-a', settings, { 'index.blocks.write': true });
    const blocked = await world.record.commit([memberChange(90, 1)]);
    await until('a lag', async () => (await status()).lagMs > 1_500);
    await world.record.commit([accountChange(90, 1, memberIdOf(90))]);
    const behind = await status();
    expect(behind.appliedSequence).toBeLessThan(blocked);
    expect(behind.lastSequence).toBeGreaterThanOrEqual(blocked);
    await until(
      'the metric',
      async () => ((await worker.metric('index_lag_ms', 'order-a')) ?? 0) > 1_500,
    );
    await world.administer('order-a', settings, { 'index.blocks.write': false });
    await world.appliedUpTo('order-a', blocked);
    await until('no lag', async () => (await status()).lagMs === 0);
    expect((await worker.metric('index_retries_total', 'order-a')) ?? 0).toBeGreaterThan(0);
  });
});

describe('what cannot be applied', () => {
  it('is set aside where people see it, blocks nothing, and sends readers to the record', async () => {
    const tooLong = memberChange(101, 5, { email: `${'x'.repeat(40_000)}@example.org` });
    const undecodable: Change = {
      member: { memberId: memberIdOf(102), version: 6, member: Buffer.from([0xff, 0xff, 0xff]) },
    };
    const otherVersion: Change = {
      member: {
        memberId: memberIdOf(103),
        version: 7,
        member: memberChange(103, 6).member?.member ?? '',
      },
    };
    const first = await world.record.publish([tooLong, memberChange(104, 1)]);
    await world.record.publish([undecodable]);
    await world.record.publish([otherVersion]);
    const junk = await world.record.publishBytes(Buffer.from('not a message at all'));
    const last = await world.record.publish([memberChange(105, 1)]);
    await world.appliedUpTo('order-a', last);

    const ids = [101, 102, 103, 104, 105].map(memberIdOf);
    const documents = await documentsOf(elastic, 'member', ids);
    expect(documents.slice(0, 3)).toEqual(
      [5, 6, 7].map((version, at) => ({
        member_id: ids[at],
        member_no: ids[at],
        version,
        set_aside: true,
      })),
    );
    expect(documents.slice(3).map((document) => document?.['version'])).toEqual([1, 1]);

    const request = { cluster: 'order-a', pageSize: 10 };
    const { messages } = await worker.client.ListSetAside(request, { timeoutMs: 5_000 });
    // Two loops set aside at the same time, so the order among these is open.
    const byKey = new Map(messages.map((message) => [message.key, message]));
    expect([...byKey.keys()].sort()).toEqual(
      ['', `member:${ids[0]}`, `member:${ids[1]}`, `member:${ids[2]}`].sort(),
    );
    expect(byKey.get('')).toMatchObject({ streamSequence: junk, cluster: 'order-a', version: 0 });
    expect(byKey.get('')?.payload.toString()).toBe('not a message at all');
    const longest = byKey.get(`member:${ids[0]}`);
    expect(longest).toMatchObject({ streamSequence: first, version: 5 });
    expect(longest?.reason).toMatch(/document_parsing_exception.*email.*immense term/);
    expect(worker.log).toContain('document_parsing_exception');
    expect(worker.log).not.toContain('xxxx');
    expect((await status()).setAside).toBe(4);
    expect(await worker.metric('index_set_aside_total', 'order-a')).toBe(4);
  });

  it('waits, with its marker, while there is no room to set it aside, and holds nobody up', async () => {
    const junk = Buffer.alloc(300_000, 0xff);
    for (let n = 0; n < 3; n++) await world.record.publishBytes(junk);
    await until('room for no more', async () => (await status()).setAside === 7);
    const refused = memberChange(106, 3, { email: `${'y'.repeat(300_000)}@example.org` });
    const at = await world.record.publish([refused]);
    await world.record.publish([memberChange(107, 1)]);
    await until('the change after it', async () => {
      const [marker, after] = await documentsOf(elastic, 'member', [106, 107].map(memberIdOf));
      return marker?.['set_aside'] === true && after?.['version'] === 1;
    });
    await until('an alarm', async () => {
      return ((await worker.metric('index_set_aside_refused_total', 'order-a')) ?? 0) > 0;
    });
    const { appliedSequence, setAside, setAsideFill } = await status();
    expect([appliedSequence < at, setAside]).toEqual([true, 7]);
    expect(setAsideFill).toBeGreaterThan(0.8);
    const options = { timeoutMs: 5_000 };
    const { cleared } = await worker.client.ClearSetAside({ cluster: 'order-a' }, options);
    expect(cleared).toBe(7);
    await world.appliedUpTo('order-a', at + 1);
    expect((await status()).setAside).toBe(1);
  });

  it('is repaired by the next version that can be applied', async () => {
    await world.appliedUpTo('order-a', await world.record.commit([memberChange(101, 6)]));
    const [document] = await documentsOf(elastic, 'member', [memberIdOf(101)]);
    expect(document).toMatchObject({ version: 6, email: 'person-101@example.org' });
    expect(document).not.toHaveProperty('set_aside');
  });
});

describe('the door', () => {
  it('refuses a cluster that is not there and a sample out of bounds', async () => {
    const options = { timeoutMs: 5_000 };
    const listing = worker.client.ListSetAside({ cluster: 'nowhere' }, options);
    await expect(listing).rejects.toMatchObject({ kind: 'INVALID_ARGUMENT' });
    const other = worker.client.ListSetAside({ cluster: 'marketing' }, options);
    await expect(other).rejects.toMatchObject({ reason: 'CLUSTER_NOT_CONFIGURED' });
    const verify = worker.client.VerifyIndex({ cluster: 'order-a', sample: 2 }, options);
    await expect(verify[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      kind: 'INVALID_ARGUMENT',
    });
  });
});

describe('an end', () => {
  it('drains and exits 0', async () => {
    const other = await world.worker('sync-worker-b');
    await until('health', async () => (await other.health())?.[''] === 'SERVING');
    expect(await other.end('SIGTERM')).toBe(0);
  });
});
