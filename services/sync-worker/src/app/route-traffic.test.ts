// The controller around its decisions: what it does about a cluster that is back and differs.
import { describe, expect, it } from '@jest/globals';
import { sleep, systemClock } from '@member-mesh/kernel';

import { jsonFormat, MemoryCell } from '../../test/memory-cells.ts';
import { CLUSTERS, type ClusterName } from '../domain/cluster.ts';
import { type IndexRoutes, USUAL_ROUTES } from '../domain/index-routes.ts';
import type { IndexCluster, Patience } from './ports.ts';
import { type RoutedCluster, type RouteObserver, RouteTraffic } from './route-traffic.ts';
import type { VerifyEvent } from './verify-index.ts';

const SERVING = { state: 'serving', active: undefined, also: undefined } as const;
const HANGS_MS = 1_000_000;
const PROGRESS = { appliedSequence: 1, lastSequence: 1, pending: 0, lagMs: 0 };

function setUp({ away = [] as ClusterName[], differences = 0, route = USUAL_ROUTES.route } = {}) {
  const format = jsonFormat<IndexRoutes>();
  const life = { stepsLeft: Infinity };
  const stored = { value: JSON.stringify({ ...USUAL_ROUTES, route }), revision: 1 };
  const values = new Map([['routes', stored]]);
  const routes = new MemoryCell({ values }, 'routes', { format, life });
  const compared: string[] = [];
  const rebuilt: string[] = [];
  const told: string[] = [];
  const routed = (name: ClusterName): RoutedCluster => ({
    cluster: {
      name,
      // As one that hangs: no probe is ever answered.
      canary: ({ signal }: Patience) =>
        away.includes(name) ? sleep(HANGS_MS, signal) : Promise.resolve(),
    } as unknown as IndexCluster,
    cells: {
      topology: {
        read: () => Promise.resolve({ value: SERVING, revision: 1 }),
        write: () => Promise.resolve(1),
      },
    },
    progress: { measure: () => Promise.resolve(PROGRESS) },
    verify: {
      async *verify(): AsyncGenerator<VerifyEvent> {
        compared.push(name);
        yield await Promise.resolve({ kind: 'summary', compared: 9, differences, undecided: 0 });
      },
    },
    rebuild: {
      request: () => {
        rebuilt.push(name);
        return Promise.resolve({ id: '1', resumed: false });
      },
    },
  });
  const nothing = (): void => undefined;
  const observer: RouteObserver = {
    ...{ routed: nothing, probed: nothing },
    moved: ({ why }) => void told.push(why),
    differs: (cluster) => void told.push(`${cluster} differs`),
    failed: (what, error) => void told.push(`${what}: ${String(error)}`),
  };
  const leadership = {
    held: () => true,
    acquire: () => Promise.resolve(true),
    release: () => Promise.resolve(),
  };
  const traffic = new RouteTraffic({
    ...{ clusters: CLUSTERS.map(routed), routes, leadership, observer, clock: systemClock },
    ...{ rebuildAutomatically: true, name: 'sync-worker-a' },
  });
  const running = async (isDone: () => boolean): Promise<void> => {
    const ending = new AbortController();
    const run = traffic.run(ending.signal);
    while (!isDone()) await sleep(20);
    ending.abort();
    await run;
  };
  return { routes, compared, rebuilt, told, running };
}

describe('the controller of the index clusters', () => {
  it('moves orders from a cluster that hangs, once, and says who did', async () => {
    const { routes, told, running } = setUp({ away: ['order-a'] });
    await running(() => told.length > 0);
    const { value } = (await routes.read()) ?? {};
    expect(value).toMatchObject({ epoch: 1, route: { order: 'order-b', marketing: 'marketing' } });
    expect(value?.changes[0]).toMatchObject({ by: 'sync-worker-a' });
    expect(told).toHaveLength(1);
  });

  it('rebuilds a cluster that is back and differs, and moves nothing there', async () => {
    const route = { order: 'order-b', marketing: 'marketing' } as const;
    const { routes, compared, rebuilt, told, running } = setUp({ route, differences: 3 });
    await running(() => rebuilt.length > 0);
    expect([compared, rebuilt, told]).toEqual([['order-a'], ['order-a'], ['order-a differs']]);
    expect((await routes.read())?.value.epoch).toBe(0);
  });

  it('compares nothing that is where it belongs', async () => {
    const { routes, compared, told, running } = setUp({ away: ['marketing'] });
    await running(() => told.length > 0);
    expect((await routes.read())?.value.route).toEqual({ order: 'order-a', marketing: 'order-b' });
    expect(compared).toEqual([]);
  });
});
