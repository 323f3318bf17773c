// The decisions about indices: pure, so in tables.
import { describe, expect, it } from '@jest/globals';

import { nextPair, pairOf, parseCluster } from './cluster.ts';
import { compare, judge, type Sighting } from './comparison.ts';
import { contentOf, documentOf, markerOf } from './document.ts';
import { hasGap, holdsWholeHistory } from './history.ts';
import { decodePlan, encodePlan, newPlan, startedOver } from './rebuild-plan.ts';
import { documentId, type IndexedAccount } from './row.ts';
import { SHARDS, ShardSet } from './shard-set.ts';
import {
  afterRebuild,
  decodeTopology,
  encodeTopology,
  establishedAs,
  withGap,
  withLoss,
  withRebuild,
  writeSet,
  type IndexTopology,
} from './topology.ts';
import { newestOf, requestsOf, writesOf } from './write-plan.ts';

const one = pairOf(1);
const two = pairOf(2);
const account = (version: number, memberId?: string): IndexedAccount => ({
  ...{ table: 'account', platform: 'wechat', accountId: 'o:6', version, memberId },
});

describe('clusters and pairs', () => {
  it('are known by name only', () => {
    expect(parseCluster('order-b')).toBe('order-b');
    expect(parseCluster('order-c')).toBeUndefined();
  });

  it('number a new pair after all that exist, whatever else is there', () => {
    expect(nextPair([])).toEqual({ member: 'member-000001', account: 'account-000001' });
    expect(nextPair(['member-000009', 'account-000012', 'member-old']).member).toBe(
      'member-000013',
    );
  });
});

describe('a topology', () => {
  const rebuilding = withRebuild(establishedAs(one), two);
  const cases: [string, IndexTopology][] = [
    ['serving', establishedAs(one)],
    ['missing', establishedAs(undefined)],
    ['serving while its successor is built', rebuilding],
    ['built from nothing', withRebuild(establishedAs(undefined), two)],
    ['after a rebuild', afterRebuild(two)],
  ];
  it.each(cases)('%s survives its encoding', (_, topology) => {
    expect(decodeTopology(encodeTopology(topology))).toEqual(topology);
  });

  it('is written as other services read it', () => {
    expect(JSON.parse(encodeTopology(rebuilding))).toEqual({
      state: 'serving',
      member: 'member-000001',
      account: 'account-000001',
      also: ['member-000002', 'account-000002'],
    });
  });

  it('is refused when it is something else', () => {
    expect(() => decodeTopology('{"state":"fine"}')).toThrow();
  });

  it('writes to the old and the new while rebuilding', () => {
    expect(writeSet(rebuilding)).toEqual([one, two]);
    expect(writeSet(establishedAs(undefined))).toEqual([]);
    expect(writeSet(undefined)).toEqual([]);
  });

  it('serves on while its successor is built, and does not when there was nothing', () => {
    expect(rebuilding.state).toBe('serving');
    expect(withRebuild(establishedAs(undefined), two).state).toBe('rebuilding');
  });

  it.each([
    ['everything', () => false, { state: 'missing', active: undefined, also: undefined }],
    [
      'the old',
      (pair: object) => pair === two,
      { state: 'rebuilding', active: undefined, also: two },
    ],
    ['the new', (pair: object) => pair === one, { state: 'serving', active: one, also: undefined }],
    ['nothing', () => true, { state: 'serving', active: one, also: two }],
  ] as const)('that loses %s says what is left', (_, exists, left) => {
    expect(withLoss(rebuilding, exists)).toEqual(left);
  });

  it('with a gap serves nobody until it is rebuilt', () => {
    expect(withGap(establishedAs(one)).state).toBe('missing');
    expect(withGap(rebuilding).state).toBe('rebuilding');
  });
});

describe('history', () => {
  const stream = { createdMs: 5, firstSequence: 1, lastSequence: 9 };
  it.each([
    ['the stream from the beginning', stream, { streamCreatedMs: 5 }, true],
    ['an empty stream', { ...stream, firstSequence: 0 }, { streamCreatedMs: 5 }, true],
    ['a stream that dropped some', { ...stream, firstSequence: 2 }, { streamCreatedMs: 5 }, false],
    ['a stream made anew', stream, { streamCreatedMs: 4 }, false],
    ['no proof', stream, undefined, false],
  ])('%s', (_, view, genesis, whole) => {
    expect(holdsWholeHistory(view, genesis)).toBe(whole);
  });

  it.each([
    ['the next is there', 4, 5, false],
    ['one is gone', 3, 5, true],
    ['all are gone that were applied', 9, 9, false],
  ])('has a gap or not: %s', (_, sequence, firstSequence, gap) => {
    const view = { ...stream, firstSequence };
    expect(hasGap(view, { streamCreatedMs: 5, sequence })).toBe(gap);
    expect(hasGap(view, undefined)).toBe(false);
  });
});

describe('a stream made anew', () => {
  const kept = { streamCreatedMs: 4, sequence: 9 };
  it.each([0, 1])('has no gap while it has all that came into it: first is %d', (first) => {
    expect(hasGap({ createdMs: 5, firstSequence: first, lastSequence: 3 }, kept)).toBe(false);
  });

  it('has one when its first changes went, whatever was applied of an earlier stream', () => {
    expect(hasGap({ createdMs: 5, firstSequence: 8, lastSequence: 20 }, kept)).toBe(true);
  });
});

describe('documents', () => {
  it('say that an account is bound to nobody by leaving the member out', () => {
    expect(contentOf(account(3))).toEqual({ platform: 'wechat', account_id: 'o:6', version: 3 });
    expect(documentId(account(3))).toBe('wechat:o:6');
  });

  it('mark what cannot be indexed', () => {
    const marker = markerOf({ table: 'member', memberId: '7', version: 2 });
    expect(JSON.parse(marker.source)).toEqual({
      ...{ member_id: '7', member_no: '7', version: 2, set_aside: true },
    });
  });
});

describe('a write plan', () => {
  it('keeps the newest of each document', () => {
    const documents = [account(2), account(5, '1'), account(3)].map(documentOf);
    expect(newestOf(documents).map(({ version }) => version)).toEqual([5]);
  });

  it('splits by count and by bytes, and lets a giant go alone', () => {
    const giant = { ...documentOf(account(1)), source: 'x'.repeat(5_000) };
    const writes = writesOf([documentOf(account(1)), giant, documentOf(account(1))], [one]);
    const sizes = (limits: { documentsMax: number; bytesMax: number }) =>
      requestsOf(writes, limits).map((request) => request.length);
    expect(sizes({ documentsMax: 10, bytesMax: 1_000 })).toEqual([1, 1, 1]);
    expect(sizes({ documentsMax: 10, bytesMax: 1_000_000 })).toEqual([3]);
    expect(sizes({ documentsMax: 2, bytesMax: 1_000_000 })).toEqual([2, 1]);
    expect(requestsOf([], { documentsMax: 2, bytesMax: 9 })).toEqual([]);
  });
});

describe('a rebuild plan', () => {
  it('survives its encoding with the shards that are done', () => {
    const plan = { ...newPlan('id', 5), pair: two, phase: 'scanning' as const };
    for (const shard of [0, 1, 77, SHARDS - 1]) plan.shards.add(shard);
    const decoded = decodePlan(encodePlan(plan));
    expect({ ...decoded, shards: decoded.shards.missing() }).toEqual({
      ...plan,
      shards: plan.shards.missing(),
    });
    expect(decoded.shards.size).toBe(4);
    expect(startedOver(decoded).shards.size).toBe(0);
  });

  it('knows no shard beyond the last', () => {
    expect(() => new ShardSet().add(SHARDS)).toThrow();
  });
});

describe('comparing', () => {
  const row = account(5, '1');
  const found = (version: number, source: object = contentOf(account(version, '1'))) => ({
    version,
    source: { ...source } as Record<string, unknown>,
  });
  it.each([
    ['the same', found(5), undefined],
    ['nothing', undefined, 'missing'],
    ['an older version', found(4), 'older'],
    ['a newer version', found(6), 'different'],
    ['other content', found(5, { ...contentOf(row), member_id: '2' }), 'different'],
    ['a field too many', found(5, { ...contentOf(row), set_aside: true }), 'different'],
    ['a field too few', found(5, contentOf(account(5))), 'different'],
  ])('%s', (_, document, difference) => {
    expect(compare(row, document)).toBe(difference);
  });

  it('expects a marker for a row that cannot be used', () => {
    const key = { table: 'account', platform: 'wechat', accountId: 'o:6', version: 5 } as const;
    expect(compare({ marker: key }, found(5, { set_aside: true }))).toBeUndefined();
    expect(compare({ marker: key }, found(5))).toBe('different');
  });

  const seen = (recordVersion: number, indexVersion: number | undefined): Sighting => ({
    row: account(recordVersion, '1'),
    found: indexVersion === undefined ? undefined : found(indexVersion),
  });
  it.each([
    ['it has caught up', seen(5, 4), seen(5, 5), 'agrees'],
    ['both moved on and agree', seen(5, 4), seen(7, 7), 'agrees'],
    ['it is still behind', seen(5, 4), seen(5, 4), 'older'],
    ['it is behind what was there before', seen(5, 3), seen(7, 4), 'older'],
    ['the record moved on again', seen(5, 4), seen(7, 6), 'open'],
    ['it never came', seen(5, undefined), seen(5, undefined), 'missing'],
    ['the index moved on after the record was read', seen(5, 4), seen(5, 6), 'open'],
    ['the index had what the record has not', seen(5, 6), seen(5, 6), 'different'],
  ])('judges two sightings: %s', (_, earlier, now, verdict) => {
    expect(judge(earlier, now)).toBe(verdict);
  });

  it('judges other content of the same version as different', () => {
    const now = { row, found: found(5, { ...contentOf(row), member_id: '9' }) };
    expect(judge(now, now)).toBe('different');
  });
});
