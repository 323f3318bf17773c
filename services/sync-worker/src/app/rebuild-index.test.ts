// A rebuild whose leader dies after any step is finished by the next, and no change is left out
// whatever a slow writer does meanwhile.
import { beforeEach, describe, expect, it } from '@jest/globals';

import { systemClock } from '@member-mesh/kernel';

import { memberRow } from '../../test/index-cluster-suite.ts';
import { Died, memoryCells, takeStep, type Life, type Store } from '../../test/memory-cells.ts';
import { MemoryCluster } from '../../test/memory-cluster.ts';
import { QuietObserver } from '../../test/quiet-observer.ts';
import { pairOf, type IndexPair } from '../domain/cluster.ts';
import { documentOf } from '../domain/document.ts';
import type { IndexedMember } from '../domain/row.ts';
import { establishedAs, writeSet, type IndexTopology } from '../domain/topology.ts';
import { DocumentWriter } from './document-writer.ts';
import type { ClusterCells, RecordSource } from './ports.ts';
import { RebuildIndex } from './rebuild-index.ts';
import { RowKeeper } from './row-keeper.ts';

const one = pairOf(1);
const signal = new AbortController().signal;
const SHARDS_WITH_ROWS = 40;

let store: Store;
let cluster: MemoryCluster;
let rows: Map<number, IndexedMember>;
let beforeScan: (shard: number) => Promise<void>;

const random = { bytes: (count: number) => Buffer.alloc(count, 7), fraction: () => 0 };

/** Row n lies on shard n. */
function record(life: Life): RecordSource {
  return {
    scan: async (shard) => {
      takeStep(life);
      await beforeScan(shard);
      const row = rows.get(shard);
      return { rows: row ? [{ kind: 'row', row }] : [], nextPageToken: undefined };
    },
    isEmpty: () => Promise.resolve(rows.size === 0),
    knownMembers: () => Promise.resolve(new Set()),
    knownAccounts: () => Promise.resolve(new Set()),
    awaitPublished: () => Promise.resolve(0),
  };
}

/** A worker process with so many steps to live. */
function worker(life: Life): { rebuild: RebuildIndex; cells: ClusterCells } {
  const observer = new QuietObserver();
  const cells = memoryCells(store, life);
  const writer = new DocumentWriter({
    ...{ cluster, observer, random, clock: systemClock },
    limits: { documentsMax: 100, bytesMax: 1_000_000 },
    requestTimeoutMs: 100,
  });
  const setAside = {
    keep: () => Promise.resolve(),
    count: () => Promise.resolve(0),
    fill: () => Promise.resolve(0),
    clear: () => Promise.resolve(0),
    list: () => Promise.resolve([]),
  };
  const keeper = new RowKeeper({ cluster: 'order-a', writer, setAside, observer });
  const rebuild = new RebuildIndex({
    ...{ cluster, cells, keeper, observer, random, clock: systemClock },
    record: record(life),
    scansAtOnce: 1,
    automatic: false,
  });
  return { rebuild, cells };
}

const immortal = (): Life => ({ stepsLeft: Infinity });

async function topologyNow(): Promise<IndexTopology | undefined> {
  return (await memoryCells(store, immortal()).topology.read())?.value;
}

async function versionsIn(pair: IndexPair): Promise<number[]> {
  const ids = [...rows.values()].map((row) => row.memberId);
  const found = await cluster.read(pair.member, ids);
  return found.map((item) => (item.kind === 'found' ? item.version : 0));
}

beforeEach(async () => {
  store = { values: new Map() };
  cluster = new MemoryCluster();
  rows = new Map();
  beforeScan = () => Promise.resolve();
  for (let n = 0; n < SHARDS_WITH_ROWS; n++) rows.set(n, memberRow(n + 1, 1));
  await cluster.create(one);
  await cluster.pointReaders(one);
  await memoryCells(store, immortal()).topology.write(establishedAs(one), 0);
});

async function expectRebuilt(): Promise<void> {
  const topology = await topologyNow();
  expect(topology?.state).toBe('serving');
  expect(topology?.also).toBeUndefined();
  const active = topology?.active;
  if (!active) throw new Error('nothing is active');
  expect(active).not.toEqual(one);
  expect(await versionsIn(active)).toEqual([...rows.values()].map((row) => row.version));
  const indices = await cluster.list();
  expect([...indices.keys()].sort()).toEqual([active.account, active.member].sort());
  expect(indices.get(active.member)).toContain('member');
  expect(indices.get(active.account)).toContain('account');
}

describe('a rebuild', () => {
  it('builds, switches and cleans up', async () => {
    const { rebuild } = worker(immortal());
    expect((await rebuild.request()).resumed).toBe(false);
    expect((await rebuild.request()).resumed).toBe(true);
    await rebuild.tick(signal);
    expect((await rebuild.plan())?.rows).toBe(SHARDS_WITH_ROWS);
    await expectRebuilt();
    await rebuild.tick(signal);
    expect((await rebuild.plan())?.runs).toBe(1);
  });

  it('is finished by another after its leader died at any step', async () => {
    const { rebuild } = worker(immortal());
    await rebuild.request();
    const deaths = [1, 2, 3, 4, 5, 20, 500, 1_020, 1_025, 1_027, 1_028, 1_029, 1_030];
    for (const steps of deaths) {
      const life = { stepsLeft: steps };
      const doomed = worker(life);
      await doomed.rebuild.request();
      await doomed.rebuild.tick(signal).catch((error: unknown) => {
        expect(error).toBeInstanceOf(Died);
      });
      const heir = worker(immortal());
      await heir.rebuild.tick(signal);
      expect((await heir.rebuild.plan())?.phase).toBe('done');
      await expectRebuilt();
    }
  });

  it('begins again when the indices being built are lost', async () => {
    const { rebuild } = worker(immortal());
    await rebuild.request();
    let lost = false;
    beforeScan = async (shard) => {
      if (shard !== 20 || lost) return;
      lost = true;
      const also = (await topologyNow())?.also;
      if (also) await cluster.delete([also.member, also.account]);
    };
    await rebuild.tick(signal);
    expect(lost).toBe(true);
    await expectRebuilt();
  });

  it('serves from the old indices until the new ones are complete', async () => {
    const { rebuild } = worker(immortal());
    await rebuild.request();
    beforeScan = async () => {
      const topology = await topologyNow();
      expect(topology?.state).toBe('serving');
      expect(topology?.active).toEqual(one);
      expect((await cluster.list()).get(one.member)).toContain('member');
    };
    await rebuild.tick(signal);
    await expectRebuilt();
  });
});

describe('a writer beside a rebuild', () => {
  /** Commits version `version` of row n and hands back what a worker fetches of it. */
  const commit = (n: number, version: number): IndexedMember => {
    const row = memberRow(n + 1, version);
    rows.set(n, row);
    return row;
  };
  const write = async (row: IndexedMember, topology: IndexTopology | undefined) => {
    for (const pair of writeSet(topology)) {
      await cluster.write([{ ...documentOf(row), index: pair.member }]);
    }
  };

  it.each([0, 5, 20, 39])(
    'that read the topology before the rebuild and writes at shard %i leaves nothing out',
    async (at) => {
      const { rebuild } = worker(immortal());
      // Fetched, hence committed, before the topology is read.
      const slow = [3, 20, 38].map((n) => commit(n, 2));
      const known = await topologyNow();
      beforeScan = async (shard) => {
        if (shard === at) for (const row of slow) await write(row, known);
      };
      await rebuild.request();
      await rebuild.tick(signal);
      await expectRebuilt();
    },
  );

  it('that reads the topology after fetching leaves nothing out wherever the scan is', async () => {
    const { rebuild } = worker(immortal());
    let version = 2;
    beforeScan = async (shard) => {
      // One row behind the scan, one before it, one under it.
      for (const n of [0, 39, shard % SHARDS_WITH_ROWS]) {
        await write(commit(n, (version += 1)), await topologyNow());
      }
    };
    await rebuild.request();
    await rebuild.tick(signal);
    await expectRebuilt();
  });
});
