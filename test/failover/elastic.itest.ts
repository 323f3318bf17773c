// Index clusters that hang and die under reads and writes through both gateways: traffic moves and
// comes back by itself, orders are answered all the while, marketing never follows them.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMesh, type TestMesh } from '@member-mesh/harness';
import { isMeshError } from '@member-mesh/rpc';

import { indexed, meshctl, meshctlJson } from '../integration/meshctl.ts';
import { type Caller, connectCaller, failureOf } from '../workload/caller.ts';
import { eventually } from '../workload/fault-door.ts';

const START_MS_MAX = 300_000;
const TEST_MS_MAX = 240_000;
/** Trust is longer each time. */
const RETURN_MS_MAX = 120_000;
const USUAL = { order: 'order-a', marketing: 'marketing' };

interface Change {
  by: string;
  why: string;
  saw: string[];
  from: typeof USUAL;
  to: typeof USUAL;
}

let mesh: TestMesh;
let orders: Caller;
let marketing: Caller;
let requests = 0;

beforeAll(async () => {
  mesh = await startMesh({ profile: 'full' });
  const gateways = mesh.addresses('gateway');
  orders = await connectCaller(gateways, mesh.callerKey('order-service'));
  marketing = await connectCaller(gateways, mesh.callerKey('marketing-service'));
  await register();
  await indexed(mesh.stateFile);
  await routesTo(USUAL);
}, START_MS_MAX);

afterAll(async () => {
  orders?.close();
  marketing?.close();
  await mesh?.close();
}, START_MS_MAX);

async function register(): Promise<string> {
  const account = { platform: 'wechat', accountId: `failover-${++requests}` };
  const request = { requestId: `failover-${requests}`, account, profile: {} };
  const { member } = await orders.write.RegisterMember(request, orders.options);
  return member?.memberId ?? '';
}

async function route(): Promise<{ order: string; marketing: string }> {
  type Topology = { index: { route: typeof USUAL } };
  return (await meshctlJson<Topology>(mesh.stateFile, 'topology', 'get')).index.route;
}

function routesTo(wanted: Partial<typeof USUAL>): Promise<void> {
  const what = `routes to be ${JSON.stringify(wanted)}`;
  const isThere = async (): Promise<boolean> => {
    const now = await route();
    return Object.entries(wanted).every(([traffic, to]) => now[traffic as 'order'] === to);
  };
  return eventually(what, isThere, RETURN_MS_MAX);
}

/** Newest first. */
async function changes(): Promise<Change[]> {
  return (await meshctlJson<{ changes: Change[] }>(mesh.stateFile, 'audit')).changes;
}

/** Orders write members and read them, until told to stop; answers what failed. */
function ordering(): { stop: () => Promise<{ read: number; failures: string[] }> } {
  const failures: string[] = [];
  const known: string[] = [];
  let read = 0;
  let isOver = false;
  const told = (what: string, error: unknown): void => {
    failures.push(`${what}: ${isMeshError(error) ? error.reason : String(error)}`);
  };
  const writing = async (): Promise<void> => {
    while (!isOver) {
      await register().then(
        (id) => known.push(id),
        (error: unknown) => told('write', error),
      );
    }
  };
  const reading = async (): Promise<void> => {
    while (!isOver) {
      const memberId = known[read % Math.max(known.length, 1)];
      if (memberId === undefined) {
        await eventually('a first member', async () => known.length > 0 || isOver);
        continue;
      }
      try {
        const { member } = await orders.query.GetMember({ memberId }, orders.options);
        if (member?.memberId !== memberId) failures.push(`read: ${member?.memberId ?? 'nobody'}`);
        read++;
      } catch (error) {
        told('read', error);
      }
    }
  };
  const running = Promise.all([writing(), reading(), reading()]);
  return {
    stop: async () => {
      isOver = true;
      await running;
      return { read, failures };
    },
  };
}

/** Whether that cluster answers reads of members that no cache holds. */
async function isReadFrom(caller: Caller, source: string): Promise<boolean> {
  const memberId = await register();
  await indexed(mesh.stateFile).catch(() => undefined);
  const { read } = await caller.query.GetMember({ memberId }, caller.options);
  return read?.source === source;
}

describe('an index cluster that fails', () => {
  it(
    'hangs: orders move to the backup without a failed call, and back once it has caught up',
    async () => {
      const load = ordering();
      await mesh.component('es-order-a').stop();
      await routesTo({ order: 'order-b', marketing: 'marketing' });
      const [left] = await changes();
      expect(left?.why).toMatch(/^order-a has answered nothing for \d+ ms: orders go to order-b$/);
      expect(left?.saw).toHaveLength(3);
      await mesh.component('es-order-a').cont();
      await routesTo(USUAL);
      const [back] = await changes();
      expect(back).toMatchObject({ from: { order: 'order-b' }, to: USUAL });
      expect(back?.why).toContain('has caught up and agrees');
      const { read, failures } = await load.stop();
      expect(failures).toEqual([]);
      expect(read).toBeGreaterThan(0);
      await indexed(mesh.stateFile);
      await meshctl(mesh.stateFile, 'index', 'verify', 'order-a');
    },
    TEST_MS_MAX,
  );

  it(
    'serves marketing: it goes to the idle backup, and is shed when orders need that',
    async () => {
      await mesh.component('es-marketing').kill();
      await routesTo({ order: 'order-a', marketing: 'order-b' });
      const fromBackup = 'SOURCE_BACKUP_INDEX';
      await eventually('marketing to read the backup', () => isReadFrom(marketing, fromBackup));
      const load = ordering();
      await mesh.component('es-order-a').kill();
      await routesTo({ order: 'order-b', marketing: '' });
      const memberId = await register();
      const refused = await failureOf(marketing.query.GetMember({ memberId }, marketing.options));
      expect(refused).toMatchObject({ kind: 'UNAVAILABLE', reason: 'NO_TIER_CAN_ANSWER' });
      expect(refused.message).toContain('marketing is shed');
      await eventually('orders to read the backup', () => isReadFrom(orders, fromBackup));
      for (const name of ['es-order-a', 'es-marketing']) await mesh.component(name).start();
      await routesTo(USUAL);
      expect((await load.stop()).failures).toEqual([]);
      const { member } = await marketing.query.GetMember({ memberId }, marketing.options);
      expect(member?.memberId).toBe(memberId);
    },
    TEST_MS_MAX,
  );
});

describe('meshctl failover elastic', () => {
  const failover = (...args: string[]) =>
    meshctlJson<{ change: Change; risks: string[] }>(
      mesh.stateFile,
      'failover',
      'elastic',
      ...args,
    );

  it(
    'tells its plan, carries it out, and what it moved stays there',
    async () => {
      await indexed(mesh.stateFile);
      const plan = await failover('--dry-run');
      expect(plan.change).toMatchObject({ from: USUAL, to: { ...USUAL, order: 'order-b' } });
      expect(await route()).toEqual(USUAL);
      const { change } = await failover('--why', 'rehearsal');
      expect(change).toMatchObject({ by: 'meshctl', why: 'rehearsal', to: { order: 'order-b' } });
      expect((await changes())[0]).toEqual(change);
      await expect(failover('--to', 'order-b')).rejects.toThrow('ALREADY_THERE');
      await mesh.component('es-order-b').kill();
      await routesTo({ order: 'order-a' });
      await expect(failover('--to', 'order-b')).rejects.toThrow('CLUSTER_NOT_READY');
      await mesh.component('es-order-b').start();
      await routesTo({ order: 'order-b' });
      await indexed(mesh.stateFile);
      await failover('--to', 'order-a');
      expect(await route()).toEqual(USUAL);
    },
    TEST_MS_MAX,
  );
});
