// A cluster's indices are decided once, truthfully, and what it really has is looked at again.
import { beforeEach, describe, expect, it } from '@jest/globals';

import { memoryCells, MemoryCell, type Store } from '../../test/memory-cells.ts';
import { MemoryCluster } from '../../test/memory-cluster.ts';
import { QuietObserver } from '../../test/quiet-observer.ts';
import { pairOf } from '../domain/cluster.ts';
import type { Genesis } from '../domain/history.ts';
import { establishedAs } from '../domain/topology.ts';
import { EstablishTopology } from './establish-topology.ts';
import { TierUnavailable, type RecordSource, type StreamView } from './ports.ts';

const one = pairOf(1);
const two = pairOf(2);
const signal = new AbortController().signal;
const life = { stepsLeft: Infinity };
const json = {
  encode: (value: Genesis) => JSON.stringify(value),
  decode: (text: string) => JSON.parse(text) as Genesis,
};

let store: Store;
let cluster: MemoryCluster;
let view: StreamView | undefined;
let rowsInRecord: number;

function establish(): EstablishTopology {
  const record: RecordSource = {
    scan: () => Promise.reject(new Error('a new index scans nothing')),
    isEmpty: () => Promise.resolve(rowsInRecord === 0),
    knownMembers: () => Promise.resolve(new Set()),
    knownAccounts: () => Promise.resolve(new Set()),
    awaitPublished: () => Promise.resolve(0),
  };
  return new EstablishTopology({
    ...{ cluster, record, observer: new QuietObserver() },
    topology: memoryCells(store, life).topology,
    genesis: new MemoryCell(store, 'genesis', { format: json, life }),
    stream: {
      view: () => Promise.resolve(view),
      consumer: () => Promise.resolve(undefined),
      commitTimeAfter: () => Promise.resolve(undefined),
    },
  });
}

beforeEach(() => {
  store = { values: new Map() };
  cluster = new MemoryCluster();
  view = { createdMs: 5, firstSequence: 1, lastSequence: 0 };
  rowsInRecord = 0;
});

describe('establishing', () => {
  it('creates indices that serve beside an empty record', async () => {
    const { value } = await establish().ensure(signal);
    expect(value).toEqual({ state: 'serving', active: one, also: undefined });
    expect((await cluster.list()).get(one.member)).toContain('member');
  });

  it('waits for the change stream', async () => {
    view = undefined;
    await expect(establish().ensure(signal)).rejects.toBeInstanceOf(TierUnavailable);
  });

  it('trusts no empty index beside a record with rows', async () => {
    rowsInRecord = 1;
    const { value } = await establish().ensure(signal);
    expect(value).toEqual({ state: 'missing', active: undefined, also: undefined });
    expect((await cluster.list()).size).toBe(0);
  });

  it('lets a late cluster start empty while the stream holds the whole history', async () => {
    await establish().ensure(signal);
    store.values.delete('topology');
    cluster = new MemoryCluster('order-b');
    rowsInRecord = 9;
    expect((await establish().ensure(signal)).value.state).toBe('serving');
  });

  it.each([
    ['the stream was made anew', { createdMs: 6, firstSequence: 1, lastSequence: 1 }],
    ['the stream dropped changes', { createdMs: 5, firstSequence: 2, lastSequence: 9 }],
  ])('and not when %s', async (_, changed) => {
    await establish().ensure(signal);
    store.values.delete('topology');
    cluster = new MemoryCluster('order-b');
    rowsInRecord = 9;
    view = changed;
    expect((await establish().ensure(signal)).value.state).toBe('missing');
  });

  it('adopts the indices that the aliases point to', async () => {
    rowsInRecord = 9;
    await cluster.create(one);
    await cluster.create(two);
    await cluster.pointReaders(two);
    const { value } = await establish().ensure(signal);
    expect(value).toEqual({ state: 'serving', active: two, also: undefined });
  });

  it('agrees with another worker that was quicker', async () => {
    const [a, b] = await Promise.all([establish().ensure(signal), establish().ensure(signal)]);
    expect(a.value).toEqual(b.value);
  });

  it('leaves nothing behind of what it made when another worker was quicker', async () => {
    await cluster.create(one);
    const pointReaders = cluster.pointReaders.bind(cluster);
    cluster.pointReaders = async (pair) => {
      cluster.pointReaders = pointReaders;
      await memoryCells(store, life).topology.write(establishedAs(one), 0);
      await pointReaders(pair);
    };
    expect((await establish().ensure(signal)).value.active).toEqual(one);
    const indices = await cluster.list();
    expect([...indices.keys()].sort()).toEqual([one.account, one.member].sort());
    expect(indices.get(one.member)).toContain('member');
  });
});

describe('reconciling', () => {
  it('points readers back where the topology says', async () => {
    await establish().ensure(signal);
    await cluster.create(two);
    await cluster.pointReaders(two);
    await establish().reconcile(signal);
    expect((await cluster.list()).get(one.member)).toContain('member');
    expect((await cluster.list()).get(two.member)).not.toContain('member');
  });

  it('notices that indices are gone', async () => {
    await establish().ensure(signal);
    await cluster.delete([one.account]);
    const topology = await establish().reconcile(signal);
    expect(topology).toEqual({ state: 'missing', active: undefined, also: undefined });
    expect(await establish().reconcile(signal)).toEqual(topology);
  });
});
