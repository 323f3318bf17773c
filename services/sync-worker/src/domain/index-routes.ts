// Which cluster answers which traffic: one key in the bucket `topology`, changed by compare-and-set
// only. The newest changes and their reasons are part of it, so that no crash separates a move from
// what is told of it.
import { CLUSTERS, type ClusterName } from './cluster.ts';

export const ROUTES_KEY = 'index.routes';

export const ORDER_CLUSTERS = ['order-a', 'order-b'] as const satisfies readonly ClusterName[];

export type OrderCluster = (typeof ORDER_CLUSTERS)[number];

export interface Route {
  order: OrderCluster;
  /** Undefined: marketing is shed. */
  marketing: ClusterName | undefined;
}

export interface RouteChange {
  epoch: number;
  /** By the clock of who made it. */
  atMs: number;
  /** The sync-worker that decided, or who asked for it. */
  by: string;
  why: string;
  /** How each cluster looked, a line each. */
  saw: string[];
  from: Route;
  to: Route;
}

export interface IndexRoutes {
  /** Grows with every change. */
  epoch: number;
  route: Route;
  /** Where orders belong while it can be trusted. */
  preferred: OrderCluster;
  /** When each cluster was given up lately, by the clock of who did. */
  givenUpMs: Readonly<Record<ClusterName, readonly number[]>>;
  /** The newest last. */
  changes: readonly RouteChange[];
}

const CHANGES_KEPT = 100;
/** A cluster given up within this time is trusted again later each time. */
const REMEMBERED_MS = 3_600_000;
const GIVEN_UP_KEPT = 10;

export const USUAL_ROUTES: IndexRoutes = {
  epoch: 0,
  route: { order: 'order-a', marketing: 'marketing' },
  preferred: 'order-a',
  givenUpMs: { 'order-a': [], 'order-b': [], marketing: [] },
  changes: [],
};

export interface RouteMove {
  route: Route;
  preferred: OrderCluster;
  /** Those that are left because they failed. */
  gaveUp: readonly ClusterName[];
  why: string;
}

export function moved(
  routes: IndexRoutes,
  { route, preferred, gaveUp, why }: RouteMove,
  { by, saw, nowMs }: { by: string; saw: string[]; nowMs: number },
): IndexRoutes {
  const epoch = routes.epoch + 1;
  const change = { epoch, atMs: nowMs, by, why, saw, from: routes.route, to: route };
  const givenUpMs = Object.fromEntries(
    CLUSTERS.map((cluster) => {
      const lately = timesGivenUp(routes, cluster, nowMs);
      const times = gaveUp.includes(cluster) ? [...lately, nowMs] : lately;
      return [cluster, times.slice(-GIVEN_UP_KEPT)];
    }),
  ) as Record<ClusterName, number[]>;
  const changes = [...routes.changes, change].slice(-CHANGES_KEPT);
  return { epoch, route, preferred, givenUpMs, changes };
}

/** When the cluster was given up within the time that counts. */
export function timesGivenUp(
  { givenUpMs }: IndexRoutes,
  cluster: ClusterName,
  nowMs: number,
): number[] {
  return givenUpMs[cluster].filter((atMs) => nowMs - atMs < REMEMBERED_MS);
}

export function sameRoute(one: Route, other: Route): boolean {
  return one.order === other.order && one.marketing === other.marketing;
}
