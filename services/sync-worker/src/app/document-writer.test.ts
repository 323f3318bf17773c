// Documents are settled one by one, however their requests fare.
import { beforeEach, describe, expect, it } from '@jest/globals';

import type { Clock } from '@member-mesh/kernel';

import { memberRow } from '../../test/index-cluster-suite.ts';
import { MemoryCluster } from '../../test/memory-cluster.ts';
import { QuietObserver } from '../../test/quiet-observer.ts';
import { pairOf } from '../domain/cluster.ts';
import { documentOf } from '../domain/document.ts';
import { DocumentWriter } from './document-writer.ts';

const one = pairOf(1);
const two = pairOf(2);

/** Every look at the clock takes a millisecond. */
class TickingClock implements Clock {
  #ms = 0;
  nowMs(): number {
    return (this.#ms += 1);
  }
  monotonicMs(): number {
    return (this.#ms += 1);
  }
}

let cluster: MemoryCluster;
let observer: QuietObserver;
let writer: DocumentWriter;

beforeEach(async () => {
  cluster = new MemoryCluster();
  observer = new QuietObserver();
  await cluster.create(one);
  writer = new DocumentWriter({
    ...{ cluster, observer, clock: new TickingClock() },
    random: { bytes: (count) => Buffer.alloc(count), fraction: () => 0 },
    limits: { documentsMax: 3, bytesMax: 1_000_000 },
    requestTimeoutMs: 100,
  });
});

const patience = (patienceMs: number) => ({ signal: new AbortController().signal, patienceMs });
const document = (id: number, version: number) => documentOf(memberRow(id, version));

describe('the document writer', () => {
  it('tries again only what was refused for the moment', async () => {
    let refusals = 0;
    cluster.onWrite = ({ id }) =>
      id === '2' && refusals++ < 3 ? { kind: 'retryable', reason: '429' } : undefined;
    const documents = [document(1, 1), document(2, 1), document(3, 1)];
    const outcomes = await writer.write(documents, [one], patience(10_000));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['applied', 'applied', 'applied']);
    expect(cluster.requests).toEqual([3, 1, 1, 1]);
    expect(observer.retries).toBe(3);
  });

  it('gives up for now when its patience ends, without the others', async () => {
    cluster.onWrite = ({ id }) => (id === '2' ? { kind: 'retryable', reason: '503' } : undefined);
    const outcomes = await writer.write([document(1, 1), document(2, 1)], [one], patience(30));
    expect(outcomes).toEqual([{ kind: 'applied' }, { kind: 'postponed', reason: '503' }]);
  });

  it('postpones everything while the cluster is away, and says that it is', async () => {
    cluster.down = true;
    const outcomes = await writer.write([document(1, 1)], [one], patience(20));
    expect(outcomes).toEqual([{ kind: 'postponed', reason: 'down' }]);
    expect(observer.reaches).toContain(false);
  });

  it('sends the newest version of a document only', async () => {
    const documents = [document(1, 1), document(1, 3), document(1, 2)];
    const outcomes = await writer.write(documents, [one], patience(100));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['applied', 'applied', 'applied']);
    expect(cluster.requests).toEqual([1]);
    expect((await cluster.read(one.member, ['1']))[0]).toMatchObject({ version: 3 });
  });

  it('blames the newest version only when it is rejected', async () => {
    const bad = documentOf(memberRow(1, 3, 'x'.repeat(40_000)));
    const outcomes = await writer.write([document(1, 2), bad], [one], patience(100));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['applied', 'rejected']);
  });

  it('writes to every pair and tells which index is missing', async () => {
    const first = await writer.write([document(1, 1)], [one, two], patience(100));
    expect(first).toEqual([{ kind: 'index-missing', index: two.member }]);
    await cluster.create(two);
    const second = await writer.write([document(1, 1)], [one, two], patience(100));
    expect(second).toEqual([{ kind: 'applied' }]);
    expect((await cluster.read(two.member, ['1']))[0]).toMatchObject({ version: 1 });
  });

  it('bounds its requests', async () => {
    const documents = Array.from({ length: 8 }, (_, n) => document(n + 1, 1));
    await writer.write(documents, [one], patience(100));
    expect(cluster.requests).toEqual([3, 3, 2]);
  });

  it('ends with the signal', async () => {
    cluster.down = true;
    const ending = new AbortController();
    const writing = writer.write([document(1, 1)], [one], {
      signal: ending.signal,
      patienceMs: Infinity,
    });
    ending.abort(new Error('the end'));
    await expect(writing).rejects.toThrow('the end');
  });
});
