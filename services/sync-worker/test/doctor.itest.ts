// The doctor on real clusters: one that is set as it should be and is then broken piece by piece,
// and one whose node was started with the wrong settings.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import type { ClusterExamination__Output } from '@member-mesh/contracts';

import { accountChange, memberChange, memberIdOf } from './record-peer.ts';
import type { WorkerProcess } from './worker-process.ts';
import { World } from './world.ts';

const MEMBERS = 300;
const EPOCH = 2 ** 40;

jest.setTimeout(240_000);

let world: World;
let worker: WorkerProcess;

beforeAll(async () => {
  world = await World.start(['order-a', 'order-b'], {
    'es-order-b': {
      'thread_pool.search.size': '9',
      'node.processors': '2',
      'cluster.routing.allocation.disk.threshold_enabled': 'false',
    },
  });
  worker = await world.worker('sync-worker-a');
  await world.state('order-a', 'serving');
  await world.state('order-b', 'serving');
  let last = 0;
  for (let n = 1; n <= MEMBERS; n++) {
    last = await world.record.commit([
      memberChange(n, EPOCH + n),
      accountChange(n, EPOCH + n, memberIdOf(n)),
    ]);
  }
  for (const cluster of ['order-a', 'order-b'] as const) {
    await world.appliedUpTo(cluster, last, 60_000);
    await world.administer(cluster, '/member/_refresh', undefined, 'POST');
  }
});
afterAll(async () => {
  await world.close();
});

type Findings = ClusterExamination__Output['findings'];

async function examine(cluster: string): Promise<Findings> {
  const { clusters } = await worker.client.ExamineIndex({ cluster }, { timeoutMs: 30_000 });
  expect(clusters.map((each) => each.cluster)).toEqual([cluster]);
  return clusters[0]?.findings ?? [];
}

function wrong(findings: Findings): Record<string, string> {
  const unwell = findings.filter(({ verdict }) => verdict !== 'ok');
  return Object.fromEntries(unwell.map(({ rule, verdict }) => [rule, verdict]));
}

function told(findings: Findings, rule: string): { found: string; change: string } {
  return findings.find((each) => each.rule === rule) ?? { found: '', change: '' };
}

describe('the doctor on real clusters', () => {
  it('finds nothing wrong where all is set as it should be, walks and all', async () => {
    // What verification reads, sorted by its place in the index, is no sorted search.
    for await (const event of worker.client.VerifyIndex({ cluster: 'order-a' }, {})) {
      if (event.summary) expect(event.summary.differences).toBe(0);
    }
    const findings = (await examine('order-a')).filter(({ rule }) => rule !== 'processors-shared');
    expect(findings.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    expect(told(findings, 'routing-by-id').found).toMatch(/\d+ of member-000001/);
    expect(told(findings, 'disk').found).toContain('watermarks 2gb, 1gb, 512mb');
    expect(told(findings, 'filters-only').found).toMatch(/^\d+ searches/);
    expect(told(findings, 'sorting-outside').found).toMatch(/^\d+ shard queries, all from/);
  });

  it('finds the wrong thread pool and the missing watermarks of a running node', async () => {
    const findings = await examine('order-b');
    const { 'processors-shared': _shared, ...unwell } = wrong(findings);
    expect(unwell).toEqual({ 'search-pool': 'fault', disk: 'warning' });
    const { found, change } = told(findings, 'search-pool');
    expect(found).toBe('es-order-b has 9 search threads for 2 processors, not 4');
    expect(change).toContain('thread_pool.search.size');
  });

  it('sees from either cluster how the nodes share their machine', async () => {
    const [fromA, fromB] = [await examine('order-a'), await examine('order-b')];
    const share = told(fromA, 'processors-shared');
    const together = /reckon with (\d+) processors/.exec(share.found)?.[1];
    expect(Number(together)).toBeGreaterThan(2);
    expect(told(fromB, 'processors-shared').found).toContain(`reckon with ${together} processors`);
  });

  it('asks about all clusters when none is named, and refuses one that there is not', async () => {
    const { clusters } = await worker.client.ExamineIndex({}, { timeoutMs: 30_000 });
    expect(clusters.map(({ cluster }) => cluster)).toEqual(['order-a', 'order-b']);
    const refused = worker.client.ExamineIndex({ cluster: 'marketing' }, { timeoutMs: 5_000 });
    await expect(refused).rejects.toMatchObject({ reason: 'CLUSTER_NOT_CONFIGURED' });
  });

  it('names every rule that is broken for real', async () => {
    const index = '/member-000001';
    const change = (path: string, body: object, method?: 'POST'): Promise<void> =>
      world.administer('order-a', path, body, method);
    const nick = { type: 'text', fields: { exact: { type: 'keyword' } } };
    await change(`${index}/_mapping`, { dynamic: true, properties: { nick } });
    // The newest document by its own word is in every sample.
    await change(`${index}/_doc/77?routing=elsewhere&refresh=true`, { version: 2 * EPOCH });
    await change(`${index}/_search`, { query: { match: { nick: 'x' } }, sort: ['level'] }, 'POST');
    const first = memberIdOf(1);
    const document = `${index}/_doc/${first}?routing=${first}`;
    await world.administer('order-a', document, undefined, 'DELETE');
    const loose = { settings: { index: { number_of_shards: 1, number_of_replicas: 0 } } };
    await change('/account-000077', loose);
    await change(`${index}/_settings`, {
      index: { number_of_replicas: 1, refresh_interval: '-1', 'blocks.write': true },
    });
    const detach = { remove: { index: 'account-000001', alias: 'account-000001-write' } };
    await change('/_aliases', { actions: [detach] }, 'POST');

    const findings = await examine('order-a');
    const { 'processors-shared': _shared, ...unwell } = wrong(findings);
    expect(unwell).toEqual({
      'shards-assigned': 'fault',
      'sized-as-configured': 'warning',
      'mapping-strict': 'fault',
      'keyword-only': 'fault',
      'mapping-current': 'warning',
      'routing-required': 'fault',
      'routing-by-id': 'fault',
      'external-versions': 'fault',
      aliases: 'fault',
      'refresh-interval': 'fault',
      writable: 'fault',
      'filters-only': 'warning',
      'sorting-outside': 'warning',
    });
    expect(told(findings, 'keyword-only').found).toContain('member-000001.nick is of type text');
    expect(told(findings, 'routing-by-id').found).toContain(': 77');
    expect(told(findings, 'sorting-outside').found).toMatch(/^[12] of \d+ .* they may sort/);
    expect(told(findings, 'shards-assigned').found).toContain('REPLICA_ADDED');
    for (const { verdict, change: advice } of findings) {
      if (verdict !== 'ok') expect(advice).not.toBe('');
    }
  });

  it('says that a cluster does not answer, and looks at the other one all the same', async () => {
    await world.stores.component('es-order-a').kill();
    const { clusters } = await worker.client.ExamineIndex({}, { timeoutMs: 30_000 });
    const [a, b] = clusters.map(({ findings }) => findings);
    expect(a?.map(({ rule, verdict }) => [rule, verdict])).toEqual([['reachable', 'fault']]);
    expect(b?.length).toBeGreaterThan(20);
  });
});
