// Reads of one class do not pay for what another class' connections go through.
import { describe, expect, it } from '@jest/globals';
import { type MemberId, parseMemberId } from '@member-mesh/contracts';
import { systemRandom } from '@member-mesh/kernel';

import { MemoryCacheCenter } from '../../test/memory-cache-center.ts';
import { BucketTrust } from '../domain/bucket-trust.ts';
import { memberKey } from '../domain/cache-key.ts';
import { clustersFor, USUAL_ROUTE } from '../domain/index-route.ts';
import { RateBudget } from '../domain/rate-budget.ts';
import type { TrafficClass } from './answers.ts';
import { CacheAround } from './cache-around.ts';
import { CACHE_SETTINGS, type CacheRead } from './cache-center.ts';
import { LoadKeys } from './load-keys.ts';
import { ReadKeys } from './read-keys.ts';
import { type RecordReader, SourceUnavailable } from './sources.ts';

const key = memberKey(parseMemberId('101') as MemberId);
const { bucket } = key;
const observer = {
  ...{ cache: () => undefined, answered: () => undefined, unanswered: () => undefined },
  ...{ filled: () => undefined, joinedFlight: () => undefined },
};

class TimesOut extends CacheAround {
  override read(): Promise<CacheRead[]> {
    return Promise.resolve(['unavailable']);
  }
}

async function setUp() {
  const cache = new MemoryCacheCenter('a', CACHE_SETTINGS);
  const trusts = { order: new BucketTrust(3_000), marketing: new BucketTrust(3_000) };
  const clock = { nowMs: () => 10, monotonicMs: () => 10 };
  for (const beat of [1, 2, 3]) {
    const claim = { generation: 1, beat };
    await cache.beat({ bucket, beat, release: 0, claims: [claim, claim, claim] });
    const state = await cache.poll(bucket);
    for (const trust of Object.values(trusts)) trust.polled(bucket, beat, state);
  }
  const token = Buffer.from('12345678');
  await cache.take(key, token.toString('latin1'));
  const fill = { token: token.toString('latin1'), version: 1, ttlMs: 60_000 };
  expect(await cache.fill(key, { ...fill, payload: Buffer.from('member') })).toBe('stored');
  const away = (): Promise<never> => Promise.reject(new SourceUnavailable('away'));
  const record: RecordReader = { readMembers: away, readAccounts: away, awaitPublished: away };
  const loads = new LoadKeys({
    clustersFor: () => clustersFor(USUAL_ROUTE, 'order'),
    ...{ cache, indices: [], record, observer, indexCurrentMs: () => 0 },
    ...{ nowMs: () => 10, fraction: () => 0.5 },
  });
  const budget = new RateBudget(200, clock);
  const keys = new ReadKeys({
    caches: { order: cache, marketing: new TimesOut(cache) },
    ...{ trusts, loads, observer, clock, random: systemRandom },
    authoritative: { order: budget, marketing: budget, ops: budget },
  });
  return async (trafficClass: TrafficClass): Promise<string | undefined> => {
    const context = { trafficClass, wanted: 'exact' } as const;
    const [answer] = await keys.run([{ key, minVersion: 0 }], context);
    return answer?.state;
  };
}

describe('a cache that does not answer marketing in time', () => {
  it('keeps the trust of orders', async () => {
    const read = await setUp();
    expect(await read('order')).toBe('found');
    expect(await read('marketing')).toBe('unavailable');
    expect(await read('order')).toBe('found');
  });
});
