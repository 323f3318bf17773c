// The scripts on a real Redis against the same state machine in memory: every random history of
// operations gives the same answers and leaves the same entries, and what must never be never is.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineScript, type RedisCluster } from '@member-mesh/driver-redis';
import { startStores, type Stores } from '@member-mesh/harness';
import { noFaults } from '@member-mesh/faults';
import fc from 'fast-check';

import { CacheWithPoints } from '../src/adapters/faults/points.ts';
import { CacheWithLockOnly, CacheWithoutFloor } from '../src/adapters/faults/unprotected.ts';
import { RedisCacheCenter } from '../src/adapters/redis/redis-cache-center.ts';
import { type FillVariant, loadScripts } from '../src/adapters/redis/scripts.ts';
import { CACHE_SETTINGS, type CacheCenter, NO_CLAIM } from '../src/app/cache-center.ts';
import { type CacheKey, memberKey, pinsName, stateName } from '../src/domain/cache-key.ts';
import { parseMemberId } from '@member-mesh/contracts';
import { LOCK_LIFE, Protocol, protocolSteps } from './cache-protocol.ts';
import { MemoryCacheCenter } from './memory-cache-center.ts';
import { cacheCenterOn, connectCenterCluster, until } from './redis-centers.ts';

const settings = { ...CACHE_SETTINGS, lockLife: 5, locksMax: 2 };
const BUCKET = 17;
const keys = keysOf(BUCKET, 3);
const lockIds = ['lock-one', 'lock-two', 'lock-3rd'].map((text) => Buffer.from(text, 'latin1'));
const tokens = ['token--1', 'token--2', 'token--3'];

let stores: Stores;
let cluster: RedisCluster;
let admin: RedisCluster;

beforeAll(async () => {
  stores = await startStores({ redis: true });
  cluster = connectCenterCluster(stores, 'a');
  admin = connectCenterCluster(stores, 'a', 'mesh_admin');
  await until('redis', () => cluster.ready() && admin.ready());
}, 60_000);

afterAll(async () => {
  await cluster?.close();
  await admin?.close();
  await stores?.close();
});

type Command =
  | { do: 'lock' | 'unlock'; key: number; lock: number }
  | { do: 'fence'; key: number; lock: number | undefined; min: number }
  | { do: 'take'; key: number; token: number | undefined }
  | { do: 'fill'; key: number; token: number; version: number }
  | { do: 'beat'; advance: number; release: number; proven: [number, number, number] }
  | { do: 'evict'; key: number }
  | { do: 'lose-generation' };

const key = fc.nat(keys.length - 1);
const small = fc.integer({ min: 0, max: 12 });
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('lock' as const), key, lock: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unlock' as const), key, lock: fc.nat(2) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fence' as const),
      key,
      lock: fc.option(fc.nat(2), { nil: undefined }),
      min: fc.integer({ min: 1, max: 9 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('take' as const),
      key,
      token: fc.option(fc.nat(2), { nil: undefined, freq: 4 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('fill' as const),
      key,
      token: fc.nat(2),
      version: fc.nat(9),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('beat' as const),
      advance: fc.integer({ min: 1, max: 4 }),
      release: small,
      proven: fc.tuple(small, small, small),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('evict' as const), key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose-generation' as const) }) },
);

/** Another one is given as MESH_TEST_SEED. */
const SEED = Number(process.env['MESH_TEST_SEED'] ?? 1);

describe('the scripts of the cache', () => {
  it('answer and leave what the state machine says, after any history of operations', async () => {
    const real = cacheCenterOn(cluster, 'a', settings);
    let firstBeat = 1;
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 60 }), async (commands) => {
        await wipe();
        const model = new MemoryCacheCenter('a', settings);
        firstBeat += 1_000;
        const world: World = { real, model, beat: firstBeat, firstBeat, held: new Map() };
        for (const each of commands) await step(world, each);
      }),
      { numRuns: 150, seed: SEED },
    );
  }, 120_000);
});

describe('the protocol on the real scripts', () => {
  let beats = 1_000_000;

  const finds = async (
    around: (center: CacheCenter) => CacheCenter,
    { fillWithout, numRuns }: { fillWithout?: FillVariant; numRuns: number },
  ): Promise<string | undefined> => {
    const [key] = keys;
    if (!key) throw new Error('no key');
    const protocolSettings = { ...CACHE_SETTINGS, lockLife: LOCK_LIFE };
    const scripts = loadScripts(fillWithout);
    const center = around(
      new RedisCacheCenter({ name: 'a', cluster, scripts, settings: protocolSettings }),
    );
    const evict = async (): Promise<void> => {
      if ((await ttl(key.name)) >= 0) await del(key.name);
    };
    const property = fc.asyncProperty(protocolSteps, async (steps) => {
      await wipe();
      beats += 1_000;
      const options = { center, key, firstBeat: beats };
      const wrong = await new Protocol({ ...options, evict, loseAll: wipe }).run(steps);
      if (wrong) throw new Error(wrong);
    });
    const outcome = await fc.check(property, { numRuns, seed: SEED });
    return outcome.failed ? fc.defaultReportMessage(outcome) : undefined;
  };

  it('never gives what is older than an acknowledged write', async () => {
    expect(await finds((center) => center, { numRuns: 600 })).toBeUndefined();
  }, 120_000);

  const without = [
    { what: 'floor', fillWithout: 'fill-floor' as const, Center: CacheWithoutFloor },
    { what: 'token', fillWithout: 'fill-token' as const, Center: CacheWithPoints },
    { what: 'fence', fillWithout: undefined, Center: CacheWithLockOnly },
  ];

  it.each(without)(
    'would without a $what, and that is found',
    async ({ fillWithout, Center }) => {
      const around = (center: CacheCenter): CacheCenter => new Center(center, noFaults);
      const found = await finds(around, { ...(fillWithout && { fillWithout }), numRuns: 1_000 });
      expect(found).toMatch(/Counterexample/);
    },
    120_000,
  );
});

interface World {
  real: CacheCenter;
  model: MemoryCacheCenter;
  firstBeat: number;
  beat: number;
  /** Tokens that takes have given, so that fills often show a good one. */
  held: Map<number, string>;
}

async function step(world: World, each: Command): Promise<void> {
  const { real, model } = world;
  const both = async <T>(operation: (center: CacheCenter) => Promise<T>): Promise<T> => {
    const answer = await operation(real);
    expect({ command: each, answer }).toEqual({ command: each, answer: await operation(model) });
    return answer;
  };
  switch (each.do) {
    case 'lock':
      await both((center) => center.lock(keys[each.key]!, lockIds[each.lock]!));
      break;
    case 'unlock':
      await both((center) => center.unlock(keys[each.key]!, lockIds[each.lock]!));
      break;
    case 'fence': {
      const lockId = each.lock === undefined ? undefined : lockIds[each.lock];
      await both((center) => center.fence(keys[each.key]!, { lockId, min: each.min }));
      break;
    }
    case 'take': {
      const token = each.token === undefined ? undefined : tokens[each.token];
      const taken = await both((center) => center.take(keys[each.key]!, token));
      if (taken.state === 'missing' && taken.token) world.held.set(each.key, taken.token);
      break;
    }
    case 'fill':
      await fill(world, each);
      break;
    case 'beat':
      await beat(world, each);
      break;
    case 'evict':
      if (world.model.evict(keys[each.key]!)) await del(keys[each.key]!.name);
      break;
    case 'lose-generation':
      await del(stateName(BUCKET));
      world.model.forgetGeneration(BUCKET);
      break;
  }
  await compare(world);

  async function fill(
    { held }: World,
    { key: at, token, version }: Command & { do: 'fill' },
  ): Promise<void> {
    const shown = (token === 0 ? held.get(at) : undefined) ?? tokens[token]!;
    const before = (await real.look(keys[at]!)).entry;
    const payload = version === 0 ? undefined : Buffer.from(`value ${version}`);
    const outcome = await both((center) =>
      center.fill(keys[at]!, { token: shown, version, payload, ttlMs: 600_000 }),
    );
    if (outcome !== 'stored') return;
    expect(before?.token?.toString('latin1')).toBe(shown);
    expect(before?.locks).toEqual([]);
    expect(version).toBeGreaterThanOrEqual(before?.min ?? Infinity);
  }
}

async function beat(world: World, { advance, release, proven }: Command & { do: 'beat' }) {
  world.beat += advance;
  const { firstBeat } = world;
  const generation = (await world.model.look(keys[0]!)).generation ?? 0;
  const [one, two, three] = proven.map((each) => ({ generation, beat: firstBeat + each }));
  const claims = [one ?? NO_CLAIM, two ?? NO_CLAIM, three ?? NO_CLAIM] as const;
  const told = { bucket: BUCKET, beat: world.beat, release: firstBeat + release, claims };
  expect(await world.real.beat(told)).toEqual(await world.model.beat(told));
  expect(await world.real.poll(BUCKET)).toEqual(await world.model.poll(BUCKET));
}

async function compare({ real, model }: World): Promise<void> {
  const listed = await pins();
  for (const each of keys) {
    const { entry } = await real.look(each);
    const expected = await model.look(each);
    expect(entry).toEqual(expected.entry);
    if (!entry) continue;
    if (entry.locks.length > 0) expect(entry.kind).toBe('fence');
    if (entry.kind !== 'fence') expect(entry.version).toBeGreaterThanOrEqual(entry.min);
    const isPinned = entry.locks.length > 0 || entry.stamp > 0;
    const ttlMs = await ttl(each.name);
    expect({ isPinned, forEver: ttlMs === -1 }).toEqual({ isPinned, forEver: isPinned });
    if (isPinned) expect(listed).toContain(each.name);
  }
}

const DEL = defineScript('del', "return redis.call('DEL', unpack(KEYS))");
const TTL = defineScript('ttl', "return redis.call('PTTL', KEYS[1])");
const PINS = defineScript('pins', "return redis.call('ZRANGE', KEYS[1], 0, -1)");

async function del(...names: string[]): Promise<void> {
  await admin.run(DEL, names, []);
}

async function wipe(): Promise<void> {
  await del(stateName(BUCKET), pinsName(BUCKET), ...keys.map(({ name }) => name));
}

async function ttl(name: string): Promise<number> {
  return Number(await admin.run(TTL, [name], []));
}

async function pins(): Promise<string[]> {
  const reply = await admin.run(PINS, [pinsName(BUCKET)], []);
  return Array.isArray(reply) ? reply.map(String) : [];
}

function keysOf(bucket: number, count: number): CacheKey[] {
  const found: CacheKey[] = [];
  for (let id = 1; found.length < count; id++) {
    const each = memberKey(parseMemberId(String(id))!);
    if (each.bucket === bucket) found.push(each);
  }
  return found;
}
