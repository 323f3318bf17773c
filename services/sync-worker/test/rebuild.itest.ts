// Rebuilding a cluster from the record while changes go on, through deaths and losses; and the
// verification that finds what is wrong.
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';

import type {
  RebuildIndexResponse__Output,
  VerifyIndexResponse__Output,
} from '@member-mesh/contracts';
import { until } from '@member-mesh/harness';
import type { Elastic } from '@member-mesh/driver-elastic';
import { sleep } from '@member-mesh/kernel';

import { accountChange, CHANGE_STREAM, memberChange, memberIdOf } from './record-peer.ts';
import type { WorkerProcess } from './worker-process.ts';
import { documentsOf, World } from './world.ts';

const MEMBERS = 600;

jest.setTimeout(300_000);

let world: World;
let elastic: Elastic;

beforeAll(async () => {
  world = await World.start(['order-a']);
  elastic = world.elastic('order-a');
});
afterEach(async () => {
  world.record.onScan = () => Promise.resolve();
  await world.endWorkers();
});
afterAll(async () => {
  await world.close();
});

async function rebuild(worker: WorkerProcess): Promise<RebuildIndexResponse__Output[]> {
  const seen: RebuildIndexResponse__Output[] = [];
  const request = { cluster: 'order-a' };
  for await (const progress of worker.client.RebuildIndex(request, {})) seen.push(progress);
  return seen;
}

interface Verified {
  differences: NonNullable<VerifyIndexResponse__Output['difference']>[];
  compared: number;
}

async function verify(worker: WorkerProcess, sample = 0): Promise<Verified> {
  const differences: Verified['differences'] = [];
  let compared = -1;
  for await (const event of worker.client.VerifyIndex({ cluster: 'order-a', sample }, {})) {
    if (event.difference) differences.push(event.difference);
    if (event.summary) {
      compared = event.summary.compared;
      expect(event.summary.differences).toBe(differences.length);
    }
  }
  return { differences, compared };
}

function both(n: number, version: number) {
  return [memberChange(n, version), accountChange(n, version, memberIdOf(n))];
}

/** Commits until stopped; answers the last sequence. */
function traffic(): () => Promise<number> {
  let going = true;
  let last = 0;
  const run = (async () => {
    for (let version = 2; going; version++) {
      for (let n = 1; n <= MEMBERS && going; n += 7)
        last = await world.record.commit(both(n, version));
    }
  })();
  return async () => {
    going = false;
    await run;
    return last;
  };
}

describe('a cluster beside a record that has rows already', () => {
  it('is missing until it is rebuilt, and serves then', async () => {
    for (let n = 1; n <= MEMBERS; n++) world.record.put(both(n, 1));
    const worker = await world.worker('sync-worker-a', { INDEX_REBUILD_AUTOMATICALLY: 'off' });
    await world.state('order-a', 'missing');
    const verifying = verify(worker);
    await expect(verifying).rejects.toMatchObject({ reason: 'INDEX_MISSING' });
    const seen = await rebuild(worker);
    expect(seen.at(-1)).toMatchObject({ done: true, resumed: false, rowsDone: 2 * MEMBERS });
    expect(seen.at(-1)?.shardsDone).toBe(1024);
    await world.state('order-a', 'serving');
    expect(await verify(worker)).toEqual({ differences: [], compared: 2 * MEMBERS });
    const { clusters } = await worker.client.GetIndexStatus({}, { timeoutMs: 5_000 });
    expect(clusters[0]).toMatchObject({ state: 'serving', members: MEMBERS, accounts: MEMBERS });
  });
});

describe('a rebuild under traffic', () => {
  it('loses nothing, keeps serving, and goes on after its leader is killed', async () => {
    const oneByOne = { INDEX_REBUILD_SCANS: '1' };
    const leader = await world.worker('sync-worker-a', oneByOne);
    const other = await world.worker('sync-worker-b', oneByOne);
    const before = await world.topology('order-a');
    const stop = traffic();
    // It is held in the middle, after a part that took long enough for its progress to be kept.
    const { promise: killed, resolve: goOn } = Promise.withResolvers<undefined>();
    const middle = world.record.scans + 600;
    world.record.onScan = async () => {
      await (world.record.scans < middle ? sleep(2) : killed);
    };
    const watching = rebuild(leader).catch(() => []);
    await until('half of it', async () => {
      const done = await leader.metric('index_rebuild_shards_done', 'order-a');
      const elsewhere = await other.metric('index_rebuild_shards_done', 'order-a');
      return Math.max(done ?? 0, elsewhere ?? 0) > 300;
    });
    const during = await world.topology('order-a');
    expect(during).toMatchObject({ state: 'serving', member: before?.['member'] });
    expect(during?.['also']).toBeDefined();
    // Who leads now: on a busy machine the lead may have gone over, and both have copied shards.
    const bucket = await world.nats.bucket('topology');
    const holder = (await bucket.get('lease.rebuild.order-a'))?.value.toString() ?? '';
    expect(holder).toMatch(/^sync-worker-[ab]-/);
    const [doomed, heir] = holder.startsWith('sync-worker-a') ? [leader, other] : [other, leader];
    const scansBefore = world.record.scans;
    await doomed.end('SIGKILL');
    goOn(undefined);
    await watching;
    const seen = await rebuild(heir);
    expect(seen.at(-1)).toMatchObject({ done: true, resumed: true });
    expect(world.record.scans - scansBefore).toBeLessThan(1024);
    const last = await stop();
    await world.appliedUpTo('order-a', last, 120_000);
    const after = await world.topology('order-a');
    expect(Object.keys(after ?? {}).sort()).toEqual(['account', 'member', 'state']);
    expect(after?.['member']).not.toBe(before?.['member']);
    const indices = await elastic.listIndices('member-*,account-*');
    expect([...indices.keys()].sort()).toEqual([after?.['account'], after?.['member']]);
    const name = String(after?.['member']);
    expect(indices.get(name)).toEqual(['member', `${name}-write`]);
    expect((await verify(heir)).differences).toEqual([]);
  });
});

describe('verifying', () => {
  it('finds no difference while changes go on', async () => {
    const worker = await world.worker('sync-worker-a');
    const stop = traffic();
    const { differences, compared } = await verify(worker);
    await stop();
    expect(differences).toEqual([]);
    expect(compared).toBe(2 * MEMBERS);
  });

  it('finds what is missing, older, different and too much, and only that', async () => {
    const worker = await world.worker('sync-worker-a');
    const base = 1_000_000;
    const last = await world.record.commit([
      ...both(11, base),
      ...both(12, base),
      ...both(13, base),
    ]);
    await world.appliedUpTo('order-a', last);
    world.record.put([memberChange(MEMBERS + 1, 1), memberChange(11, base + 1)]);
    const alias = `${String((await world.topology('order-a'))?.['member'])}-write`;
    const write = (id: string, version: number, document: object) =>
      elastic.bulk([{ alias, id, routing: id, version, source: JSON.stringify(document) }]);
    const id = memberIdOf(12);
    await write(id, base, { member_id: id, member_no: id, version: base, level: 1 });
    const ahead = memberIdOf(13);
    await write(ahead, base + 5, { member_id: ahead, member_no: ahead, version: base + 5 });
    const stranger = memberIdOf(MEMBERS + 2);
    await write(stranger, 4, { member_id: stranger, member_no: stranger, version: 4 });
    const { differences } = await verify(worker);
    const told = differences.map(({ key, kind, recordVersion, indexVersion }) => ({
      ...{ key, kind, recordVersion, indexVersion },
    }));
    const versions = (recordVersion: number, indexVersion: number) => ({
      recordVersion,
      indexVersion,
    });
    expect(told.sort((a, b) => a.key.localeCompare(b.key))).toEqual(
      [
        { key: `member:${memberIdOf(11)}`, kind: 'older', ...versions(base + 1, base) },
        { key: `member:${id}`, kind: 'different', ...versions(base, base) },
        { key: `member:${ahead}`, kind: 'different', ...versions(base, base + 5) },
        { key: `member:${memberIdOf(MEMBERS + 1)}`, kind: 'missing', ...versions(1, 0) },
        { key: `member:${stranger}`, kind: 'extra', ...versions(0, 4) },
      ].sort((a, b) => a.key.localeCompare(b.key)),
    );
    const sampled = await verify(worker, 0.05);
    expect(sampled.compared).toBeGreaterThan(0);
    expect(sampled.compared).toBeLessThan(MEMBERS);
  });

  it('is repaired by a rebuild', async () => {
    const worker = await world.worker('sync-worker-a');
    await rebuild(worker);
    expect((await verify(worker)).differences).toEqual([]);
  });
});

describe('a cluster that loses its data', () => {
  it('is noticed and rebuilt by itself, also when it happens under load', async () => {
    const worker = await world.worker('sync-worker-a');
    const stop = traffic();
    const topology = await world.topology('order-a');
    for (const table of ['member', 'account']) {
      await elastic.deleteIndex(String(topology?.[table]));
    }
    await until(
      'the loss noticed',
      async () => (await world.topology('order-a'))?.['member'] === undefined,
    );
    await until('a new index', async () => {
      const now = await world.topology('order-a');
      return now?.['state'] === 'serving' && now['also'] === undefined;
    });
    const last = await stop();
    await world.appliedUpTo('order-a', last, 120_000);
    expect((await verify(worker)).differences).toEqual([]);
  });
});

describe('a cluster that slept past the retention of the stream', () => {
  it('is marked missing and rebuilt', async () => {
    const before = await world.worker('sync-worker-a', { INDEX_REBUILD_AUTOMATICALLY: 'off' });
    await world.appliedUpTo('order-a', await world.record.commit(both(1, 2_000_000)));
    // Kept every five seconds.
    const bucket = await world.nats.bucket('topology');
    await until('the progress kept', async () => {
      const kept = (await bucket.get('index.applied.order-a'))?.value.toString() ?? '{}';
      const state = await world.nats.streamState(CHANGE_STREAM);
      return (JSON.parse(kept) as { sequence?: number }).sequence === state?.lastSequence;
    });
    await before.end('SIGTERM');
    for (let n = 2; n <= 50; n++) await world.record.commit(both(n, 2_000_000));
    await world.limitStream(4_000);
    const state = await world.nats.streamState(CHANGE_STREAM);
    expect((state?.lastSequence ?? 0) - (state?.firstSequence ?? 0)).toBeLessThan(45);
    const after = await world.worker('sync-worker-b', { INDEX_REBUILD_AUTOMATICALLY: 'off' });
    await world.state('order-a', 'missing');
    await rebuild(after);
    await world.state('order-a', 'serving');
    expect((await verify(after)).differences).toEqual([]);
    expect(await documentsOf(elastic, 'member', [memberIdOf(2)])).toMatchObject([
      { version: 2_000_000 },
    ]);
  });
});
