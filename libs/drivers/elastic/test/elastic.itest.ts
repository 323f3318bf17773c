// The driver on a real cluster, with the rights that the indexing service has.
import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { startStores, type Stores } from '@member-mesh/harness';

import {
  connectElastic,
  type DocumentWrite,
  type Elastic,
  ElasticRefused,
  ElasticUnavailable,
  isIndexMissing,
} from '../src/index.ts';

jest.setTimeout(120_000);

const mappings = {
  dynamic: 'strict',
  _routing: { required: true },
  properties: { name: { type: 'keyword' }, level: { type: 'byte' } },
};

let stores: Stores;
let elastic: Elastic;
let serial = 0;

function text(name: string): string {
  return stores.env('sync-worker')[name] ?? '';
}

beforeAll(async () => {
  stores = await startStores({ elastic: ['order-a'] });
  elastic = connectElastic({
    url: text('ELASTIC_ORDER_A_URL'),
    user: text('ELASTIC_USER'),
    password: readFileSync(text('ELASTIC_PASSWORD_FILE'), 'utf8').trim(),
    name: 'driver-test',
  });
});
afterAll(async () => {
  await elastic.close();
  await stores.close();
});

/** A fresh index with a write alias; answers both names. */
async function freshIndex(settings: object = {}): Promise<{ index: string; alias: string }> {
  serial += 1;
  const index = `member-test-${serial}`;
  const alias = `${index}-write`;
  const shards = { number_of_shards: 2, number_of_replicas: 0 };
  const definition = { settings: { index: { ...shards, ...settings } }, mappings };
  await elastic.createIndex(index, { ...definition, aliases: [alias] });
  return { index, alias };
}

function write(alias: string, id: string, version: number, document: object): DocumentWrite {
  return { alias, id, routing: id, version, source: JSON.stringify(document) };
}

const key = (id: string): { id: string; routing: string } => ({ id, routing: id });

describe('a bulk write', () => {
  it('keeps the greatest version in whatever order the writes come', async () => {
    const { index, alias } = await freshIndex();
    const outcomes = await elastic.bulk([
      write(alias, '1', 5, { name: 'five' }),
      write(alias, '1', 7, { name: 'seven' }),
      write(alias, '1', 6, { name: 'six' }),
      write(alias, '1', 7, { name: 'seven' }),
    ]);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual([
      'applied',
      'applied',
      'superseded',
      'applied',
    ]);
    expect(await elastic.mget(index, [key('1')])).toEqual([
      { kind: 'found', source: { name: 'seven' }, version: 7 },
    ]);
  });

  it('deletes a document on condition of its version, until the deletion is forgotten', async () => {
    const { index, alias } = await freshIndex({ gc_deletes: '0ms' });
    await elastic.bulk([write(alias, '1', 5, { name: 'five' })]);
    const deletion = (version: number): DocumentWrite => {
      return { ...write(alias, '1', version, {}), source: undefined };
    };
    const [older] = await elastic.bulk([deletion(4)]);
    expect(older).toEqual({ kind: 'superseded' });
    expect(await elastic.bulk([deletion(6), deletion(6)])).toHaveLength(2);
    expect(await elastic.mget(index, [key('1')])).toEqual([{ kind: 'absent' }]);
    // The server tells time by a clock that moves every 200 ms.
    let again: string | undefined;
    while (again !== 'applied') {
      again = (await elastic.bulk([write(alias, '1', 5, { name: 'five' })]))[0]?.kind;
    }
  });

  it('tells a document at fault from the others of its batch', async () => {
    const { index, alias } = await freshIndex();
    const outcomes = await elastic.bulk([
      write(alias, 'good', 1, { name: 'n' }),
      write(alias, 'strict', 1, { unknown: 1 }),
      write(alias, 'type', 1, { level: 'not a number' }),
    ]);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['applied', 'rejected', 'rejected']);
    expect(outcomes[1]).toMatchObject({ type: 'strict_dynamic_mapping_exception' });
    const items = await elastic.mget(index, [key('good'), key('strict')], { fields: ['name'] });
    expect(items.map((item) => item.kind)).toEqual(['found', 'absent']);
  });

  it('never creates an index by itself', async () => {
    const { index } = await freshIndex();
    const outcomes = await elastic.bulk([write('member-none-write', '1', 1, { name: 'n' })]);
    expect(outcomes).toEqual([{ kind: 'index-missing' }]);
    // A concrete name is not an alias.
    expect(await elastic.bulk([write(index, '1', 1, { name: 'n' })])).toEqual([
      { kind: 'index-missing' },
    ]);
  });

  it('calls a blocked index and a missing shard retryable', async () => {
    const blocked = await freshIndex({ 'blocks.write': true });
    const unassigned = await freshIndex({ 'routing.allocation.require._name': 'nobody' }).catch(
      () => ({ index: `member-test-${serial}`, alias: `member-test-${serial}-write` }),
    );
    const good = await freshIndex();
    const outcomes = await elastic.bulk([
      write(blocked.alias, '1', 1, { name: 'n' }),
      write(unassigned.alias, '1', 1, { name: 'n' }),
      write(good.alias, '1', 1, { name: 'n' }),
    ]);
    expect(outcomes).toMatchObject([
      { kind: 'retryable', type: 'cluster_block_exception' },
      { kind: 'retryable', type: 'unavailable_shards_exception' },
      { kind: 'applied' },
    ]);
    const items = await elastic.mget(unassigned.index, [key('1')]);
    expect(items).toMatchObject([{ kind: 'failed' }]);
    await elastic.deleteIndex(unassigned.index);
  });
});

describe('reading', () => {
  it('sees a write at once by id, and by search after a refresh', async () => {
    const { index, alias } = await freshIndex({ refresh_interval: '-1' });
    await elastic.bulk([write(alias, '1', 1, { name: 'ada' }), write(alias, '2', 1, { level: 3 })]);
    const query = { bool: { filter: [{ term: { name: 'ada' } }] } };
    expect((await elastic.search(index, { query })).hits).toEqual([]);
    expect((await elastic.mget(index, [key('1')]))[0]?.kind).toBe('found');
    await elastic.refresh(index);
    const found = await elastic.search<{ name: string }>(index, { query });
    expect(found.hits.map((hit) => [hit.id, hit.source.name])).toEqual([['1', 'ada']]);
    expect(await elastic.count(index)).toBe(2);
    expect(await elastic.count(index, { exists: { field: 'level' } })).toBe(1);
  });

  it('asks one shard when a search has a routing, and is counted by name', async () => {
    const { index, alias } = await freshIndex();
    await elastic.bulk([write(alias, 'a', 1, { level: 1 }), write(alias, 'b', 1, { level: 2 })]);
    await elastic.refresh(index);
    const body = { query: { constant_score: { filter: { exists: { field: 'level' } } } } };
    const queries = async () => {
      const [state] = await elastic.inspection.indices(index);
      return [state?.queries, state?.sortedQueries, state?.foreignQueries];
    };
    expect((await elastic.search(index, body, { routing: 'a' })).hits.length).toBeGreaterThan(0);
    expect(await queries()).toEqual([1, 0, 0]);
    expect((await elastic.search(index, { ...body, sort: ['level'] })).total).toBe(2);
    expect(await queries()).toEqual([3, 2, 0]);
    expect(await elastic.count(index, body.query)).toBe(2);
    expect(await queries()).toEqual([5, 2, 0]);
  });

  it('walks every document of an index once, page by page', async () => {
    const { index, alias } = await freshIndex();
    const ids = Array.from({ length: 257 }, (_, n) => String(n));
    await elastic.bulk(ids.map((id) => write(alias, id, 1, { name: id })));
    const seen: string[] = [];
    for await (const page of elastic.walk(index, { pageSize: 50, fields: ['name'] })) {
      seen.push(...page.map((hit) => hit.id));
    }
    expect(seen.sort()).toEqual(ids.sort());
  });

  it('refuses when the index is not there', async () => {
    const failure = await elastic.count('member-nowhere').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ElasticRefused);
    expect(isIndexMissing(failure)).toBe(true);
  });
});

describe('indices and aliases', () => {
  it('creates once, switches an alias in one step, and deletes', async () => {
    const one = await freshIndex();
    const two = await freshIndex();
    expect(await elastic.createIndex(one.index, { settings: {}, mappings: {} })).toBe(false);
    await elastic.changeAliases([{ add: { index: one.index, alias: 'member-test' } }]);
    await elastic.changeAliases([
      { remove: { index: one.index, alias: 'member-test' } },
      { add: { index: two.index, alias: 'member-test' } },
    ]);
    await elastic.deleteIndex(one.index);
    await elastic.deleteIndex(one.index);
    const indices = await elastic.listIndices('member-test-*');
    expect(indices.get(two.index)).toEqual(['member-test', two.alias]);
    expect(indices.has(one.index)).toBe(false);
    expect(await elastic.listIndices('account-nothing-*')).toEqual(new Map());
  });
});

describe('trouble', () => {
  it('gives up with the signal and with the time limit', async () => {
    const reason = new Error('given up');
    const pending = elastic.ping({ signal: AbortSignal.abort(reason) });
    await expect(pending).rejects.toBe(reason);
    const { stop, cont } = stores.component('es-order-a');
    await stop();
    try {
      await expect(elastic.ping({ timeoutMs: 300 })).rejects.toBeInstanceOf(ElasticUnavailable);
      const signal = AbortSignal.timeout(200);
      await expect(elastic.ping({ signal })).rejects.toHaveProperty('name', 'TimeoutError');
    } finally {
      await cont();
    }
    await elastic.ping();
  });

  it('calls a wrong password refused', async () => {
    const stranger = connectElastic({
      url: text('ELASTIC_ORDER_A_URL'),
      user: 'sync_worker',
      password: 'wrong',
      name: 'driver-test',
    });
    await expect(stranger.ping()).rejects.toBeInstanceOf(ElasticRefused);
    await stranger.close();
  });

  it('is unavailable while the cluster is dead and works again by itself afterwards', async () => {
    const { index, alias } = await freshIndex();
    await elastic.bulk([write(alias, '1', 1, { name: 'kept' })]);
    const component = stores.component('es-order-a');
    await component.kill();
    await expect(elastic.ping()).rejects.toBeInstanceOf(ElasticUnavailable);
    await component.start();
    await elastic.ping();
    expect(await elastic.mget(index, [key('1')])).toMatchObject([{ kind: 'found', version: 1 }]);
  });
});
