// What a read may answer while a tier is away: the account was taken from the first member and
// given to the second, both acknowledged, and the indices still have it as it was.
import { describe, expect, it } from '@jest/globals';
import { loadContracts, type MemberId, parseMemberId } from '@member-mesh/contracts';
import { systemRandom } from '@member-mesh/kernel';

import { MemoryCacheCenter } from '../../test/memory-cache-center.ts';
import { CLUSTERS } from '../domain/bucket-state.ts';
import { BucketTrust } from '../domain/bucket-trust.ts';
import { type CacheKey, keyOfAccount, memberKey } from '../domain/cache-key.ts';
import { clustersFor, USUAL_ROUTE } from '../domain/index-route.ts';
import { RateBudget } from '../domain/rate-budget.ts';
import type { TrafficClass, Wanted } from './answers.ts';
import { CACHE_SETTINGS } from './cache-center.ts';
import { LoadKeys } from './load-keys.ts';
import { LookupAccounts } from './lookup-accounts.ts';
import { ReadKeys } from './read-keys.ts';
import { type IndexAnswer, type RecordReader, SourceBusy, SourceUnavailable } from './sources.ts';

const { messages } = loadContracts();
const [first, second] = ['101', '102'].map((id) => parseMemberId(id)) as [MemberId, MemberId];
const account = { platform: 'wechat', accountId: 'moved' } as never;
const [rowKey, firstKey, secondKey] = [keyOfAccount(account), memberKey(first), memberKey(second)];
const LOCK = Buffer.from('lock-one');
const AWAY = new SourceUnavailable('no primary can be reached');
const BUSY = new SourceBusy('32 run and 256 wait already');
const silent = {
  ...{ cache: () => undefined, answered: () => undefined, unanswered: () => undefined },
  ...{ filled: () => undefined, joinedFlight: () => undefined },
};

type Documents = Map<CacheKey, { version: number; payload: Buffer }>;

function memberOf(memberId: MemberId, version: number, lists: boolean) {
  const accounts = lists ? [{ account }] : [];
  return { version, payload: messages.member.encode({ memberId, version, accounts }) };
}

/** The indices as they were before the account moved. */
function before(): Documents {
  return new Map<CacheKey, { version: number; payload: Buffer }>([
    [rowKey, { version: 1, payload: Buffer.from(first) }],
    [firstKey, memberOf(first, 1, true)],
  ]);
}

/** The cache of a center, its buckets trusted and every index proven. */
async function cacheOf(trust: BucketTrust): Promise<MemoryCacheCenter> {
  const cache = new MemoryCacheCenter('a', CACHE_SETTINGS);
  for (const { bucket } of [rowKey, firstKey, secondKey]) {
    for (const beat of [1, 2, 3]) {
      const claim = { generation: 1, beat };
      await cache.beat({ bucket, beat, release: 0, claims: [claim, claim, claim] });
      trust.polled(bucket, beat, await cache.poll(bucket));
    }
  }
  return cache;
}

async function setUp({ documents = before(), failure = AWAY } = {}) {
  const trust = new BucketTrust(3_000);
  const cache = await cacheOf(trust);
  const clock = { nowMs: () => 10, monotonicMs: () => 10 };
  const indices = CLUSTERS.map((cluster) => ({
    ...{ cluster, serving: () => true },
    read: (keys: readonly CacheKey[]): Promise<IndexAnswer[]> => {
      const found = keys.map(({ name }): IndexAnswer => {
        const document = [...documents].find(([key]) => key.name === name)?.[1];
        return document ? { state: 'found', ...document } : { state: 'absent' };
      });
      return Promise.resolve(found);
    },
  }));
  const record: RecordReader = {
    readMembers: () => Promise.reject(failure),
    readAccounts: () => Promise.reject(failure),
    awaitPublished: () => Promise.reject(failure),
  };
  const loads = new LoadKeys({
    clustersFor: () => clustersFor(USUAL_ROUTE, 'order'),
    ...{ cache, indices, record, observer: silent },
    ...{ indexCurrentMs: () => 3, nowMs: () => 10, fraction: () => 0.5 },
  });
  const budget = (): RateBudget => new RateBudget(200, clock);
  const keys = new ReadKeys({
    caches: { order: cache, marketing: cache },
    trusts: { order: trust, marketing: trust },
    ...{ loads, observer: silent, clock, random: systemRandom },
    authoritative: { order: budget(), marketing: budget(), ops: budget() },
  });
  const lookups = new LookupAccounts({ keys, record });
  const read = async (key: CacheKey, wanted: Wanted = 'exact') =>
    (await keys.run([{ key, minVersion: 0 }], { trafficClass: 'order', wanted }))[0];
  const lookup = async (wanted: Wanted = 'exact') =>
    (await lookups.run([account], { trafficClass: 'order', wanted }))[0];
  const doubt = (): void => {
    for (const { bucket } of [rowKey, firstKey, secondKey]) trust.doubt(bucket);
  };
  return { cache, keys, read, lookup, doubt };
}

/** The fences that the move left. */
async function fenced(cache: MemoryCacheCenter): Promise<void> {
  await cache.fence(rowKey, { lockId: undefined, min: 3 });
  await cache.fence(firstKey, { lockId: undefined, min: 2 });
  await cache.fence(secondKey, { lockId: undefined, min: 1 });
}

describe('a look-up while the record does not answer', () => {
  it.each<[string, Error, Wanted]>([
    ['away, by default', AWAY, 'exact'],
    ['busy, by default', BUSY, 'exact'],
    ['away, for a proof', AWAY, 'proof'],
    ['away, when anything available is asked for', AWAY, 'available'],
    ['busy, when anything available is asked for', BUSY, 'available'],
  ])('never goes below a fence: %s', async (_what, failure, wanted) => {
    const { cache, lookup } = await setUp({ failure });
    await fenced(cache);
    expect(await lookup(wanted)).toMatchObject({ state: 'unavailable' });
  });

  it('answers what may be past only where that was asked for', async () => {
    const { doubt, lookup } = await setUp();
    doubt();
    expect(await lookup()).toMatchObject({ state: 'unavailable' });
    expect(await lookup('proof')).toMatchObject({ state: 'unavailable' });
    expect(await lookup('available')).toMatchObject({ memberId: first, staleMs: 7 });
  });

  it('does not say of an account that nobody has it, nor whose it is, by a member that is old', async () => {
    const { cache, lookup } = await setUp();
    // The row is current; of the member only an index answers, while it is written.
    await cache.lock(firstKey, LOCK);
    expect(await lookup()).toMatchObject({ state: 'unavailable' });
  });
});

describe('a member while the record does not answer', () => {
  it('is not older than its fence, whoever asks for it exactly', async () => {
    const { cache, read } = await setUp();
    await fenced(cache);
    expect(await read(firstKey)).toMatchObject({ state: 'unavailable' });
    await cache.lock(firstKey, LOCK);
    expect(await read(firstKey)).toMatchObject({ state: 'unavailable' });
  });

  it('may be older than the record while that is away, and says so', async () => {
    const { cache, read } = await setUp();
    await cache.lock(firstKey, LOCK);
    expect(await read(firstKey)).toMatchObject({ state: 'found', version: 1, staleMs: 7 });
  });

  it('is refused rather than old while the record is only busy', async () => {
    const { cache, read } = await setUp({ failure: BUSY });
    await cache.lock(firstKey, LOCK);
    expect(await read(firstKey)).toMatchObject({ state: 'unavailable', detail: BUSY.message });
  });

  it('may be older while the record is busy and the cache is away, and says so', async () => {
    const { doubt, read } = await setUp({ failure: BUSY });
    doubt();
    expect(await read(firstKey)).toMatchObject({ state: 'found', version: 1, staleMs: 7 });
  });
});

describe('authoritative reads', () => {
  const askedBy = async (keys: ReadKeys, trafficClass: TrafficClass, count: number) => {
    const wishes = Array.from({ length: count }, () => ({ key: firstKey, minVersion: 0 }));
    const answers = await keys.run(wishes, { trafficClass, wanted: 'authoritative' });
    return [...new Set(answers.map(({ state }) => state))];
  };

  it('of marketing leave the budget of orders alone', async () => {
    const { keys } = await setUp();
    while (!(await askedBy(keys, 'marketing', 200)).includes('exhausted'));
    expect(await askedBy(keys, 'order', 1)).toEqual(['unavailable']);
  });

  it('are granted whole or not at all, also more of them than a second gives', async () => {
    const { keys } = await setUp();
    expect(await askedBy(keys, 'order', 500)).toEqual(['unavailable']);
    expect(await askedBy(keys, 'order', 500)).toEqual(['exhausted']);
  });
});
