// What dies, hangs or is lost around the indexer costs time at most, never a change.
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { until } from '@member-mesh/harness';
import type { Elastic } from '@member-mesh/driver-elastic';

import { accountChange, CHANGE_STREAM, memberChange, memberIdOf } from './record-peer.ts';
import { documentsOf, World } from './world.ts';

jest.setTimeout(300_000);

let world: World;
let elastic: Elastic;

beforeAll(async () => {
  world = await World.start(['order-a', 'marketing']);
  elastic = world.elastic('order-a');
});
afterEach(async () => {
  await world.endWorkers();
});
afterAll(async () => {
  await world.close();
});

async function expectWhole(): Promise<void> {
  const versions = world.record.versions();
  for (const table of ['member', 'account'] as const) {
    const keys = [...versions.keys()].filter((key) => key.startsWith(`${table}:`));
    const ids = keys.map((key) => key.slice(table.length + 1));
    const documents = await documentsOf(elastic, table, ids);
    const found = documents.map((document) => document?.['version']);
    expect(found).toEqual(keys.map((key) => versions.get(key)));
  }
}

/** Commits versions of members 1 to 50 until told to stop; answers the last sequence. */
function traffic(): { stop: () => Promise<number>; committed: () => number } {
  let going = true;
  let last = 0;
  let round = 0;
  const run = (async () => {
    while (going) {
      round += 1;
      for (let n = 1; n <= 50 && going; n++) {
        const version = round;
        const changes = [memberChange(n, version), accountChange(n, version, memberIdOf(n))];
        last = await world.record.commit(changes);
      }
    }
  })();
  return {
    committed: () => last,
    stop: async () => {
      going = false;
      await run;
      return last;
    },
  };
}

describe('a worker that is killed', () => {
  it('leaves nothing out: another goes on with what it had in hand', async () => {
    const doomed = await world.worker('sync-worker-a');
    const other = await world.worker('sync-worker-b');
    await world.state('order-a', 'serving');
    const load = traffic();
    const progress = async () => world.nats.consumerProgress(CHANGE_STREAM, 'index-order-a');
    // In the middle of its work: with messages delivered and not acknowledged.
    await until('work in hand', async () => {
      const at = await progress();
      return at !== undefined && at.ackFloor > 200 && at.ackPending > 0;
    });
    await doomed.end('SIGKILL');
    const killedAt = load.committed();
    await until('more work', () => load.committed() > killedAt + 200);
    const last = await load.stop();
    await world.appliedUpTo('order-a', last, 120_000);
    await expectWhole();
    const { clusters } = await other.client.GetIndexStatus({}, { timeoutMs: 5_000 });
    expect(clusters.find(({ cluster }) => cluster === 'order-a')?.setAside).toBe(0);
  });
});

describe('a cluster that hangs or dies', () => {
  it.each(['stop', 'kill'] as const)('delays nobody else (%s), and catches up', async (fault) => {
    const worker = await world.worker('sync-worker-a');
    await world.state('marketing', 'serving');
    const marketing = world.stores.component('es-marketing');
    await world.appliedUpTo('marketing', await world.record.commit([memberChange(60, 1)]));
    await (fault === 'stop' ? marketing.stop() : marketing.kill());
    let last = 0;
    try {
      await until('the loss noticed', async () => {
        const health = await worker.health();
        return health?.['tier:elastic/marketing'] === 'NOT_SERVING';
      });
      for (let n = 200; n < 260; n++) last = await world.record.commit([memberChange(n, 1)]);
      await world.appliedUpTo('order-a', last, 20_000);
      await until('a lag of one', async () => {
        const { clusters } = await worker.client.GetIndexStatus({}, { timeoutMs: 5_000 });
        const [orders, other] = [clusters[0], clusters[1]];
        return orders?.lagMs === 0 && other?.reachable === false && other.lagMs > 1_000;
      });
      expect((await worker.health())?.['tier:elastic/order-a']).toBe('SERVING');
    } finally {
      await (fault === 'stop' ? marketing.cont() : marketing.start());
    }
    await world.appliedUpTo('marketing', last, 120_000);
    const found = await documentsOf(world.elastic('marketing'), 'member', [memberIdOf(259)]);
    expect(found[0]).toMatchObject({ version: 1 });
  });
});

describe('NATS that is killed', () => {
  it('is waited for, and nothing is lost or repeated wrongly', async () => {
    const worker = await world.worker('sync-worker-a');
    await world.state('order-a', 'serving');
    const server = world.stores.component('nats-1');
    await server.kill();
    await until('the loss noticed', async () => {
      return (await worker.health())?.['tier:nats'] === 'NOT_SERVING';
    });
    await server.start();
    let last = 0;
    await until('a commit', () =>
      world.record.commit([memberChange(300, 1)]).then(
        (sequence) => {
          last = sequence;
          return true;
        },
        () => false,
      ),
    );
    await world.appliedUpTo('order-a', last);
    await until('health', async () => (await worker.health())?.['tier:nats'] === 'SERVING');
  });
});
