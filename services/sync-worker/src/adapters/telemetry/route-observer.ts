// Where traffic goes and why, as metrics and in the log.
import { Counter, Gauge, Histogram, type Telemetry } from '@member-mesh/telemetry';

import type { RouteObserver } from '../../app/route-traffic.ts';
import { CLUSTERS } from '../../domain/cluster.ts';

const PROBE_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

export function createRouteObserver({ metrics, logger }: Telemetry): RouteObserver {
  const registers = [metrics];
  const route = new Gauge({
    name: 'index_route',
    help: '1 for the cluster that answers this traffic, told by the sync-worker that decides.',
    labelNames: ['traffic', 'cluster'],
    registers,
  });
  const moves = new Counter({
    name: 'index_route_changes_total',
    help: 'Moves of traffic that this process decided.',
    registers,
  });
  const probes = new Histogram({
    name: 'index_canary_seconds',
    help: 'Duration of canary writes and reads that were answered.',
    labelNames: ['cluster'],
    buckets: PROBE_BUCKETS_S,
    registers,
  });
  const failures = new Counter({
    name: 'index_canary_failures_total',
    help: 'Canary writes and reads that were not answered, or not in time.',
    labelNames: ['cluster'],
    registers,
  });
  // A trouble that goes on is one line.
  const told = new Map<string, string>();
  return {
    routed: ({ route: { order, marketing } }) => {
      for (const cluster of CLUSTERS) {
        route.set({ traffic: 'order', cluster }, cluster === order ? 1 : 0);
        route.set({ traffic: 'marketing', cluster }, cluster === marketing ? 1 : 0);
      }
      told.delete('routes');
    },
    moved: ({ why, ...change }) => {
      moves.inc();
      logger.warn({ event: 'index-routes', ...change }, why);
    },
    differs: (cluster, differences) => {
      const fields = { event: 'index-differs', cluster, differences };
      logger.error(fields, 'it has caught up and differs from the record: no traffic goes back');
    },
    probed: (cluster, tookMs, answered) => {
      if (answered) probes.observe({ cluster }, tookMs / 1_000);
      else failures.inc({ cluster });
    },
    failed: (what, error) => {
      const text = String(error);
      if (told.get(what) === text) return;
      told.set(what, text);
      logger.warn({ event: 'index-routes-failed', what, err: error }, 'will try again');
    },
  };
}
