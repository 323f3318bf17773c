// The other stores as tests get them: whole, closed to strangers, on loopback, and hurt by name.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStores } from '../src/index.ts';
import type { Stores } from '../src/index.ts';
import { listeningAddresses, loopbackAddresses } from './listening.ts';
import { http, redis } from './programs.ts';
import type { Login } from './programs.ts';

describe('started stores', () => {
  let stores: Stores;

  beforeAll(async () => {
    stores = await startStores({
      redis: true,
      nats: true,
      elastic: ['order-a'],
      mysql: 'primaries',
      mysqlGroups: 1,
    });
  });

  afterAll(async () => {
    await stores.close();
  });

  function login(user: string, file: string): Login {
    return { user, passwordFile: stores.secretFile(file) };
  }

  it('listen on loopback only', () => {
    const names = ['redis-a-1', 'redis-b-3', 'nats-1', 'es-order-a', 'mysql-0-a1'];
    for (const name of names) {
      const addresses = listeningAddresses(stores.component(name).pid);
      expect(addresses.length).toBeGreaterThan(0);
      expect(loopbackAddresses).toEqual(expect.arrayContaining([...new Set(addresses)]));
    }
  });

  describe('Redis', () => {
    it('is a whole cluster in each center', async () => {
      const cache = login('member_query', 'redis-member_query.password');
      for (const name of ['redis-a-1', 'redis-b-2']) {
        const { address } = stores.component(name);
        for (const key of ['one', 'two', 'three', 'four']) {
          expect(await redis(address, cache, ['SET', key, name])).toMatchObject({ ok: true });
        }
      }
      const { address } = stores.component('redis-a-3');
      expect((await redis(address, cache, ['GET', 'three'])).text).toBe('redis-a-1');
    });

    it('answers nobody without a password', async () => {
      const answer = await redis(stores.component('redis-a-1').address, undefined, ['GET', 'one']);
      expect(answer.text).toMatch(/NOAUTH|NOPERM/);
    });

    it.each(['FLUSHALL', 'KEYS *', 'CONFIG GET *', 'SHUTDOWN', 'ACL LIST', 'CLUSTER RESET'])(
      'refuses %s to the cache',
      async (command) => {
        const cache = login('member_query', 'redis-member_query.password');
        const { address } = stores.component('redis-a-1');
        expect((await redis(address, cache, command.split(' '))).text).toContain('NOPERM');
      },
    );

    it('is whole again after a node was killed and started, without what it held', async () => {
      const cache = login('member_query', 'redis-member_query.password');
      const node = stores.component('redis-b-2');
      const before = { address: node.address, pid: node.pid };
      await node.kill();
      expect(node.pid).toBe(0);
      await node.start();
      expect(node.address).toBe(before.address);
      expect(node.pid).not.toBe(before.pid);
      expect((await redis(node.address, cache, ['DBSIZE'])).text).toBe('0');
      for (const key of ['one', 'two', 'three', 'four']) {
        expect(await redis(node.address, cache, ['SET', key, 'again'])).toMatchObject({ ok: true });
      }
    });
  });

  describe('Elasticsearch', () => {
    const index = { method: 'PUT', body: {} };

    it('lets the writer of the indices make its own and no others', async () => {
      const base = stores.env('sync-worker')['ELASTIC_ORDER_A_URL'] ?? '';
      const writer = login('sync_worker', 'elastic-sync_worker.password');
      expect(await http(`${base}/member-000001`, writer, index)).toBe(200);
      expect(await http(`${base}/other`, writer, index)).toBe(403);
    });

    it('lets readers read', async () => {
      const base = stores.env('member-query')['ELASTIC_ORDER_A_URL'] ?? '';
      const reader = login('member_query', 'elastic-member_query.password');
      expect(await http(`${base}/member-000001/_doc/1?routing=1`, reader)).toBe(404);
      expect(await http(`${base}/_cluster/health`, reader)).toBe(200);
      expect(await http(`${base}/member-000002`, reader, index)).toBe(403);
      expect(await http(`${base}/member-000001/_doc/1?routing=1`, reader, index)).toBe(403);
    });

    it('answers nobody without a password', async () => {
      const base = stores.env('member-query')['ELASTIC_ORDER_A_URL'] ?? '';
      expect(await http(`${base}/_cluster/health`, undefined)).toBe(401);
    });
  });
});
