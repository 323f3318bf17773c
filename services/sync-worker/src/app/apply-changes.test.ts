// A batch is applied message by message, and the write set is read after the batch was fetched.
import { beforeEach, describe, expect, it } from '@jest/globals';

import { systemClock } from '@member-mesh/kernel';

import { MemoryCluster } from '../../test/memory-cluster.ts';
import { QuietObserver } from '../../test/quiet-observer.ts';
import { accountChange, contracts, memberChange, memberIdOf } from '../../test/record-peer.ts';
import { pairOf } from '../domain/cluster.ts';
import { establishedAs, withRebuild, type IndexTopology } from '../domain/topology.ts';
import { ApplyChanges } from './apply-changes.ts';
import { DocumentWriter } from './document-writer.ts';
import { SetAsideFull, TierUnavailable, type SetAsideChange } from './ports.ts';
import { RowDecoder } from './row-decoder.ts';
import { RowKeeper } from './row-keeper.ts';

const one = pairOf(1);
const two = pairOf(2);
const signal = new AbortController().signal;

let cluster: MemoryCluster;
let topology: IndexTopology | undefined;
let kept: SetAsideChange[];
let keepFails: Error | undefined;
let missed: string[];
let apply: ApplyChanges;

beforeEach(async () => {
  cluster = new MemoryCluster();
  await cluster.create(one);
  topology = establishedAs(one);
  [kept, missed, keepFails] = [[], [], undefined];
  const observer = new QuietObserver();
  const writer = new DocumentWriter({
    ...{ cluster, observer, clock: systemClock },
    random: { bytes: (count) => Buffer.alloc(count), fraction: () => 0 },
    limits: { documentsMax: 100, bytesMax: 1_000_000 },
    requestTimeoutMs: 100,
  });
  const setAside = {
    keep: (change: SetAsideChange) => {
      if (keepFails) return Promise.reject(keepFails);
      kept.push(change);
      return Promise.resolve();
    },
    count: () => Promise.resolve(kept.length),
    fill: () => Promise.resolve(0),
    clear: () => Promise.resolve(0),
    list: () => Promise.resolve([]),
  };
  apply = new ApplyChanges({
    decoder: new RowDecoder(contracts),
    keeper: new RowKeeper({ cluster: 'order-a', writer, setAside, observer }),
    topology: {
      read: () => Promise.resolve(topology && { value: topology, revision: 1 }),
      write: () => Promise.reject(new Error('nobody writes here')),
    },
    onIndexMissing: (index) => {
      missed.push(index);
      return Promise.resolve();
    },
    patienceMs: 20,
  });
});

let sequence = 0;
const message = (...changes: object[]) => ({
  sequence: (sequence += 1),
  payload: contracts.messages.changeSet.encode({ changes }),
});

describe('applying a batch', () => {
  it('settles every message whose rows are all in the index', async () => {
    const batch = [message(memberChange(1, 1), accountChange(1, 1, '1')), message()];
    expect(await apply.apply(batch, signal)).toEqual(['done', 'done']);
    expect((await cluster.read(one.member, [memberIdOf(1)]))[0]?.kind).toBe('found');
  });

  it('postpones only the messages whose rows could not be written', async () => {
    cluster.onWrite = ({ id }) =>
      id === memberIdOf(2) ? { kind: 'retryable', reason: '429' } : undefined;
    const batch = [message(memberChange(1, 1)), message(memberChange(2, 1), memberChange(3, 1))];
    expect(await apply.apply(batch, signal)).toEqual(['done', 'postponed']);
  });

  it('postpones everything while there is nowhere to write to', async () => {
    topology = establishedAs(undefined);
    expect(await apply.apply([message(memberChange(1, 1))], signal)).toEqual(['postponed']);
  });

  it('writes to the old and the new indices during a rebuild', async () => {
    await cluster.create(two);
    topology = withRebuild(establishedAs(one), two);
    await apply.apply([message(memberChange(1, 4))], signal);
    for (const { member } of [one, two]) {
      expect((await cluster.read(member, [memberIdOf(1)]))[0]).toMatchObject({ version: 4 });
    }
  });

  it('tells of an index that is missing, unless it has left the write set', async () => {
    topology = withRebuild(establishedAs(one), two);
    expect(await apply.apply([message(memberChange(1, 1))], signal)).toEqual(['postponed']);
    expect(missed).toEqual([two.member]);
    cluster.onWrite = ({ index }) => {
      topology = establishedAs(one);
      return index === two.member ? { kind: 'index-missing' } : undefined;
    };
    topology = withRebuild(establishedAs(one), two);
    expect(await apply.apply([message(memberChange(1, 1))], signal)).toEqual(['postponed']);
    expect(missed).toEqual([two.member]);
  });

  it('sets poison aside with a marker, and settles the message', async () => {
    const poison = message(memberChange(7, 3, { email: 'x'.repeat(40_000) }));
    const junk = { sequence: 99, payload: Buffer.from('junk that is no message') };
    const outcomes = await apply.apply([poison, junk, message(memberChange(8, 1))], signal);
    expect(outcomes).toEqual(['done', 'done', 'done']);
    const told = kept.map(({ key, version, sequence: at }) => [key, version, at]);
    expect(told).toEqual([
      ['', 0, 99],
      [`member:${memberIdOf(7)}`, 3, poison.sequence],
    ]);
    const [marker] = await cluster.read(one.member, [memberIdOf(7)]);
    expect(marker).toMatchObject({ version: 3, source: { set_aside: true } });
  });

  it('postpones poison, with its marker, and nothing else while there is no room for it', async () => {
    keepFails = new SetAsideFull('full');
    const poison = message(memberChange(7, 3, { email: 'x'.repeat(40_000) }));
    const junk = { sequence: 99, payload: Buffer.from('junk that is no message') };
    const outcomes = await apply.apply([poison, junk, message(memberChange(8, 1))], signal);
    expect(outcomes).toEqual(['postponed', 'postponed', 'done']);
    const [marker] = await cluster.read(one.member, [memberIdOf(7)]);
    expect(marker).toMatchObject({ version: 3, source: { set_aside: true } });
  });

  it('settles nothing when poison cannot be set aside', async () => {
    keepFails = new TierUnavailable('no stream');
    const poison = message(memberChange(7, 3, { email: 'x'.repeat(40_000) }));
    await expect(apply.apply([poison], signal)).rejects.toBeInstanceOf(TierUnavailable);
  });
});
