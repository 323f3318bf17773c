import { describe, expect, it } from '@jest/globals';
import { systemClock } from '@member-mesh/kernel';

import { jsonFormat, MemoryCell } from '../../test/memory-cells.ts';
import type { IndexRoutes } from '../domain/index-routes.ts';
import type { ClusterStatus } from './index-status.ts';
import { MoveOrders, type MoveRequest } from './move-orders.ts';

const USUAL = { order: 'order-a', marketing: 'marketing' };
const REQUEST: MoveRequest = {
  ...{ to: 'order-b', why: 'rehearsal', by: 'meshctl', dryRun: false, acceptLag: false },
};

function setUp(changes: Partial<ClusterStatus> = {}) {
  const format = jsonFormat<IndexRoutes>();
  const life = { stepsLeft: Infinity };
  const routes = new MemoryCell({ values: new Map() }, 'routes', { format, life });
  const healthy = { reachable: true, lagMs: 0, appliedSequence: 1, lastSequence: 1 };
  const holding = { members: 1, accounts: 1, setAside: 0, setAsideFill: 0 };
  const statusOf = (cluster: ClusterStatus['cluster']): ClusterStatus => {
    return { cluster, ...healthy, ...holding, state: 'serving' };
  };
  const statuses = [statusOf('order-a'), { ...statusOf('order-b'), ...changes }];
  const status = (): Promise<ClusterStatus[]> => Promise.resolve(statuses);
  const orders = new MoveOrders({ routes, status, clock: systemClock });
  const never = new AbortController().signal;
  return {
    orders,
    routes,
    move: (request: Partial<MoveRequest> = {}) => orders.run({ ...REQUEST, ...request }, never),
  };
}

describe('moving orders by hand', () => {
  it('makes the target the preferred one, and says who saw what and why', async () => {
    const { orders, move } = setUp();
    const { change, risks } = await move();
    const to = { ...USUAL, order: 'order-b' };
    expect(change).toMatchObject({ epoch: 1, by: 'meshctl', why: 'rehearsal', from: USUAL, to });
    expect(change.saw).toHaveLength(2);
    expect(risks).toEqual([]);
    expect(await orders.routes()).toMatchObject({ preferred: 'order-b', route: to });
    await expect(move()).rejects.toMatchObject({ reason: 'ALREADY_THERE' });
  });

  it('only tells when it is only asked', async () => {
    const { orders, move } = setUp();
    expect((await move({ dryRun: true })).change.to.order).toBe('order-b');
    expect((await orders.routes()).route).toEqual(USUAL);
  });

  it.each([
    ['does not answer', { reachable: false }, 'CLUSTER_NOT_READY'],
    ['has no indices', { state: 'missing' }, 'CLUSTER_NOT_READY'],
    ['lags', { lagMs: 60_000 }, 'CLUSTER_LAGS'],
  ] as const)('is refused to a cluster that %s', async (_what, changes, reason) => {
    const { orders, move } = setUp(changes);
    await expect(move({ dryRun: true })).rejects.toMatchObject({ reason });
    await expect(move()).rejects.toMatchObject({ reason });
    expect((await orders.routes()).route).toEqual(USUAL);
  });

  it('to a cluster that lags is done where that is accepted, and what it costs is told', async () => {
    const { move } = setUp({ lagMs: 60_000 });
    const { risks } = await move({ acceptLag: true });
    expect(risks).toEqual([expect.stringContaining('60000 ms behind')]);
  });

  it('sheds marketing where that is served by the target', async () => {
    const { routes, orders, move } = setUp();
    const known = await orders.routes();
    await routes.write({ ...known, route: { order: 'order-a', marketing: 'order-b' } }, 0);
    const { change, risks } = await move();
    expect(change.to).toEqual({ order: 'order-b', marketing: undefined });
    expect(risks).toEqual([expect.stringContaining('marketing')]);
  });
});
