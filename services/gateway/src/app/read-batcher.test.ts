import { describe, expect, it } from '@jest/globals';
import { isMeshError, MeshError } from '@member-mesh/rpc';

import type { ReadKey, ReadLane, ReadOutcome } from '../domain/read.ts';
import type { ReadBatch } from './member-reads.ts';
import { ReadBatcher, type ReadBatcherOptions } from './read-batcher.ts';

const ORDER: ReadLane = { trafficClass: 'order', consistency: 'current' };
const member = (memberId: string, minVersion = 0): ReadKey => ({
  kind: 'member',
  memberId,
  minVersion,
});
const found = (text: string): ReadOutcome => ({
  kind: 'found',
  member: Buffer.from(text),
  origin: { source: 'SOURCE_CACHE' },
});
const textOf = (outcome: ReadOutcome): string =>
  outcome.kind === 'found' ? outcome.member.toString() : outcome.kind;

interface Sent extends ReadBatch {
  answer: (outcomes: ReadOutcome[]) => void;
  fail: (error: Error) => void;
}

function batcherOf(overrides: Partial<ReadBatcherOptions> = {}) {
  const sent: Sent[] = [];
  const ticks: (() => void)[] = [];
  const batcher = new ReadBatcher({
    reads: {
      batchRead: (batch) => new Promise((answer, fail) => sent.push({ ...batch, answer, fail })),
    },
    clock: { nowMs: () => 1_000, monotonicMs: () => 0 },
    schedule: (flush) => ticks.push(flush),
    onBatch: () => undefined,
    batchItemsMax: 3,
    batchesMax: 2,
    waitingMax: 5,
    defaultTimeoutMs: 500,
    timeoutMaxMs: 2_000,
    ...overrides,
  });
  const tick = (): void => ticks.splice(0).forEach((flush) => flush());
  const echo = ({ keys, answer }: Sent): void =>
    answer(keys.map((key) => found(key.kind === 'member' ? key.memberId : key.accountId)));
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { batcher, sent, tick, echo, settled };
}

const idsOf = ({ keys }: Sent): string[] =>
  keys.map((key) => (key.kind === 'member' ? key.memberId : key.accountId));

describe('the batcher of reads', () => {
  it('sends what one tick brought as one batch, equal reads once', async () => {
    const { batcher, sent, tick, echo } = batcherOf();
    const reads = ['1', '2', '1'].map((id) => batcher.read(member(id), ORDER, Infinity));
    expect(sent).toHaveLength(0);
    tick();
    expect(sent.map(idsOf)).toEqual([['1', '2']]);
    sent.forEach(echo);
    expect((await Promise.all(reads)).map(textOf)).toEqual(['1', '2', '1']);
  });

  it('keeps apart what must not share an answer', () => {
    const { batcher, sent, tick } = batcherOf();
    void batcher.read(member('1'), ORDER, Infinity);
    void batcher.read(member('1', 5), ORDER, Infinity);
    void batcher.read(member('1'), { ...ORDER, trafficClass: 'marketing' }, Infinity);
    void batcher.read(member('1'), { ...ORDER, consistency: 'authoritative' }, Infinity);
    tick();
    expect(sent.map((batch) => batch.keys.length)).toEqual([2, 1, 1]);
    expect(sent.map(({ lane }) => `${lane.trafficClass} ${lane.consistency}`)).toEqual([
      'order current',
      'marketing current',
      'order authoritative',
    ]);
  });

  it('lets reads gather while as many batches as allowed are under way', async () => {
    const { batcher, sent, tick, echo, settled } = batcherOf({ batchesMax: 1 });
    const reads = ['1', '2', '3', '4'].map((id) => batcher.read(member(id), ORDER, Infinity));
    tick();
    expect(sent.map(idsOf)).toEqual([['1', '2', '3']]);
    reads.push(batcher.read(member('5'), ORDER, Infinity));
    tick();
    expect(sent).toHaveLength(1);
    sent.forEach(echo);
    await settled();
    expect(sent.map(idsOf)).toEqual([
      ['1', '2', '3'],
      ['4', '5'],
    ]);
    sent.slice(1).forEach(echo);
    expect((await Promise.all(reads)).map(textOf)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('answers many keys together, in their order and each as often as it was asked', async () => {
    const { batcher, sent, tick, echo } = batcherOf();
    const ids = ['4', '1', '4', '3', '2'];
    const all = batcher.readAll(
      ids.map((id) => member(id)),
      ORDER,
      Infinity,
    );
    const one = batcher.read(member('3'), ORDER, Infinity);
    tick();
    expect(sent.map(idsOf)).toEqual([['4', '1', '3'], ['2']]);
    sent.toReversed().forEach(echo);
    expect((await all).map(textOf)).toEqual(ids);
    expect(textOf(await one)).toBe('3');
    expect(await batcher.readAll([], ORDER, Infinity)).toEqual([]);
  });

  it('fails many keys together as soon as one batch of theirs fails', async () => {
    const { batcher, sent, tick, echo } = batcherOf();
    const ids = ['1', '2', '3', '4'];
    const all = batcher.readAll(
      ids.map((id) => member(id)),
      ORDER,
      Infinity,
    );
    tick();
    sent.slice(0, 1).forEach(echo);
    const failure = new MeshError({ kind: 'UNAVAILABLE', reason: 'X', message: 'x' });
    sent[1]?.fail(failure);
    await expect(all).rejects.toBe(failure);
  });

  it('refuses reads beyond the bound with a time to come back', async () => {
    const { batcher } = batcherOf({ waitingMax: 1 });
    void batcher.read(member('1'), ORDER, Infinity);
    const error = await batcher.read(member('2'), ORDER, Infinity).catch((e: unknown) => e);
    expect(isMeshError(error, 'RESOURCE_EXHAUSTED') && error.retryAfterMs).toBeGreaterThan(0);
  });

  it('waits as long as the most patient reader, within its bounds', () => {
    const { batcher, sent, tick } = batcherOf({ batchesMax: 9, batchItemsMax: 9 });
    void batcher.read(member('1'), ORDER, 1_050);
    void batcher.read(member('2'), ORDER, 1_300);
    tick();
    void batcher.read(member('3'), ORDER, Infinity);
    tick();
    void batcher.read(member('4'), ORDER, 900_000);
    tick();
    expect(sent.map(({ timeoutMs }) => timeoutMs)).toEqual([300, 500, 2_000]);
  });

  it('tells every reader of a batch that failed, and goes on', async () => {
    const { batcher, sent, tick, echo } = batcherOf({ batchesMax: 1 });
    const failing = [batcher.read(member('1'), ORDER, Infinity)];
    failing.push(batcher.read(member('2'), ORDER, Infinity));
    tick();
    const failure = new MeshError({ kind: 'UNAVAILABLE', reason: 'X', message: 'x' });
    sent[0]?.fail(failure);
    const outcomes = await Promise.allSettled(failing);
    expect(outcomes.map((o) => o.status === 'rejected' && o.reason)).toEqual([failure, failure]);
    const after = batcher.read(member('3'), ORDER, Infinity);
    tick();
    sent.slice(1).forEach(echo);
    expect(textOf(await after)).toBe('3');
  });
});
