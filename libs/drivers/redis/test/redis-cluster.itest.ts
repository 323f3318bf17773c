// The driver on a real cluster whose nodes die, hang and forget.
import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStores, type Stores, until } from '@member-mesh/harness';

import {
  connectRedis,
  defineJoinedScript,
  defineScript,
  type RedisCluster,
  RedisFailure,
} from '../src/index.ts';

const TIMEOUT_MS = 400;
const SET = defineScript('set', "return redis.call('SET', KEYS[1], ARGV[1])");
const FLUSH_SCRIPTS = defineScript('nothing', 'return 1');
const GET_OR_FAIL = defineJoinedScript(
  'get-or-fail',
  {
    shared: 'local calls = 0',
    once: `
      calls = calls + 1
      if ARGV[1] == 'fail' then return redis.call('INCR', KEYS[1]) end
      if ARGV[1] == 'nothing' then return false end
      return { redis.call('GET', KEYS[1]), ARGV[1], calls }`,
  },
  { keysEach: 1, argumentsEach: 1, callsMax: 40 },
);
const keys = Array.from({ length: 300 }, (_, at) => `{tag${at}}:value`);

let stores: Stores;
let cluster: RedisCluster;

function connect(): RedisCluster {
  const env = stores.env('member-query');
  return connectRedis({
    nodes: (env.REDIS_A_NODES ?? '').split(',').map((node) => {
      const [host = '', port] = node.split(':');
      return { host, port: Number(port) };
    }),
    user: 'member_query',
    password: readFileSync(stores.secretFile('redis-member_query.password'), 'utf8').trim(),
    name: 'driver-test',
    logger: { info: () => undefined, warn: () => undefined },
    commandTimeoutMs: TIMEOUT_MS,
  });
}

async function writeAll(): Promise<void> {
  const written = async (key: string): Promise<boolean> =>
    cluster.run(SET, [key], [Buffer.from([0, 255, 10, 13])]).then(
      () => true,
      () => false,
    );
  await until('all keys to be written', async () => {
    return (await Promise.all(keys.map(written))).every((each) => each);
  });
}

beforeAll(async () => {
  stores = await startStores({ redis: true });
  cluster = connect();
  await until('the slots', async () => cluster.ready());
  await writeAll();
}, 120_000);

afterAll(async () => {
  await cluster?.close();
  await stores?.close();
}, 60_000);

describe('a cluster', () => {
  it('gives many values of all nodes, byte for byte and in order', async () => {
    const values = await cluster.getMany([...keys, 'not there', keys[0] as string]);
    expect(values.length).toBe(302);
    expect(values[300]).toBeNull();
    const rest = values.filter((_, at) => at !== 300);
    expect(rest.every((value) => Buffer.from([0, 255, 10, 13]).equals(value as Buffer))).toBe(true);
    expect(await cluster.getMany([])).toEqual([]);
  });

  it('runs a script that its nodes do not know yet', async () => {
    const fresh = defineScript('fresh', `return { ARGV[1], KEYS[1] } -- ${performance.now()}`);
    const replies = await Promise.all(
      keys.slice(0, 30).map((key) => cluster.run(fresh, [key], [Buffer.from([255])])),
    );
    expect(replies[7]).toEqual([Buffer.from([255]), Buffer.from(keys[7] as string)]);
  });

  it('says that a script was refused, by name', async () => {
    const bad = defineScript('bad', "return redis.call('INCR', KEYS[1])");
    const refused = await cluster
      .run(bad, [keys[0] as string], [])
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RedisFailure);
    expect(refused).toMatchObject({ reason: 'refused' });
    expect(String(refused)).toContain('bad:');
  });

  it('gives each of the calls that travel together its own reply', async () => {
    const replies = await Promise.all(
      keys.map((key, at) =>
        cluster.runJoined(GET_OR_FAIL, [key], [at === 7 ? 'nothing' : Buffer.from([at % 256])]),
      ),
    );
    expect(replies[7]).toBeNull();
    const [value, argument] = replies[299] as [Buffer, Buffer, number];
    expect([...value, ...argument]).toEqual([0, 255, 10, 13, 299 % 256]);
    const places = replies.flatMap((reply) =>
      reply ? [(reply as [Buffer, Buffer, number])[2]] : [],
    );
    // More than one call a command, and no more than it may hold.
    expect(Math.max(...places)).toBe(40);
  });

  it('refuses a call that fails, and none of those that travel with it', async () => {
    const outcomes = await Promise.allSettled(
      keys.map((key, at) => cluster.runJoined(GET_OR_FAIL, [key], [at === 7 ? 'fail' : 'get'])),
    );
    const failed = outcomes.flatMap((outcome, at) => (outcome.status === 'rejected' ? [at] : []));
    expect(failed).toEqual([7]);
    expect(outcomes[7]).toMatchObject({ reason: { reason: 'refused' } });
  });

  it('fails at once while it has no connection, and queues nothing', async () => {
    const idle = connect();
    const startedMs = performance.now();
    const [value] = await idle.getMany([keys[0] as string]);
    await expect(idle.run(FLUSH_SCRIPTS, [keys[0] as string], [])).rejects.toMatchObject({
      reason: 'unavailable',
    });
    expect(value).toMatchObject({ reason: 'unavailable' });
    expect(performance.now() - startedMs).toBeLessThan(TIMEOUT_MS);
    await idle.close();
  });

  it('loses the keys of a dead node only, and finds them again when it is back', async () => {
    await stores.component('redis-a-2').kill();
    const values = await cluster.getMany(keys);
    const lost = values.filter((value) => value instanceof RedisFailure).length;
    expect(lost).toBeGreaterThan(50);
    expect(lost).toBeLessThan(150);
    const joined = await Promise.allSettled(
      keys.map((key) => cluster.runJoined(GET_OR_FAIL, [key], ['get'])),
    );
    expect(joined.filter(({ status }) => status === 'rejected').length).toBe(lost);
    await stores.component('redis-a-2').start();
    await writeAll();
    const again = await cluster.getMany(keys);
    expect(again.every((value) => Buffer.isBuffer(value))).toBe(true);
  });

  it('takes answers that came in time, however late this process gets to them', async () => {
    const asked = cluster.getMany(keys);
    // Commands made in one turn leave at its end; nothing is read before this process hangs.
    await new Promise((resolve) => setImmediate(resolve));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TIMEOUT_MS * 3);
    expect((await asked).filter((value) => value instanceof RedisFailure)).toEqual([]);
  });

  it('waits for a node that hangs no longer than it was told to', async () => {
    await stores.component('redis-a-3').stop();
    try {
      const startedMs = performance.now();
      const values = await cluster.getMany(keys);
      expect(performance.now() - startedMs).toBeLessThan(TIMEOUT_MS * 2.5);
      const late = values.filter((value) => value instanceof RedisFailure);
      expect(late.length).toBeGreaterThan(50);
      expect(values.filter((value) => Buffer.isBuffer(value)).length).toBeGreaterThan(150);
    } finally {
      await stores.component('redis-a-3').cont();
    }
    await until('the node', async () => {
      return (await cluster.getMany(keys)).every((value) => Buffer.isBuffer(value));
    });
  });
});
