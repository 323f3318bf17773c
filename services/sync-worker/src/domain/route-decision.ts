// Where order and marketing traffic belong, decided from one sight of all clusters. Orders leave a
// cluster that fails as soon as another can serve them, and come back only to one that has caught
// up, was compared and has been there for a while. Marketing never shares a cluster with orders.
import type { ClusterName } from './cluster.ts';
import type { ClusterSight } from './cluster-watch.ts';
import {
  type IndexRoutes,
  type OrderCluster,
  type RouteMove,
  sameRoute,
  timesGivenUp,
} from './index-routes.ts';

/** The clusters that this mesh has. */
export type Sights = Readonly<Partial<Record<ClusterName, ClusterSight>>>;

/** An index that lags no more than this is as current as one that never failed. */
export const CAUGHT_UP_MS = 500;
/** An index that lags so far leaves its reads to the record: another one is better. */
export const FAR_BEHIND_MS = 10_000;
const TRUST_AFTER_MS = 10_000;
const TRUST_AFTER_MS_MAX = 600_000;

/** How long a cluster must have answered before it is trusted again: twice as long each time. */
export function trustAfterMs(routes: IndexRoutes, cluster: ClusterName, nowMs: number): number {
  const times = timesGivenUp(routes, cluster, nowMs).length;
  return Math.min(TRUST_AFTER_MS_MAX, TRUST_AFTER_MS * 2 ** Math.max(0, times - 1));
}

/** What is to change now; undefined when all is where it belongs. */
export function decideMove(
  routes: IndexRoutes,
  sights: Sights,
  nowMs: number,
): RouteMove | undefined {
  const orders = decideOrder(routes, sights, nowMs);
  const marketing = decideMarketing(routes, { sights, order: orders.to, nowMs });
  const route = { order: orders.to, marketing: marketing.to };
  if (sameRoute(route, routes.route)) return undefined;
  const parts = [orders, marketing];
  return {
    ...{ route, preferred: routes.preferred },
    gaveUp: parts.flatMap(({ gaveUp }) => gaveUp ?? []),
    why: parts.flatMap(({ why }) => why ?? []).join('; '),
  };
}

interface Part<T> {
  to: T;
  gaveUp?: ClusterName;
  why?: string;
}

function decideOrder(routes: IndexRoutes, sights: Sights, nowMs: number): Part<OrderCluster> {
  const { route, preferred } = routes;
  const now = route.order;
  const other = now === 'order-a' ? 'order-b' : 'order-a';
  const [sight, another] = [sights[now], sights[other]];
  if (!another?.isUsable) return { to: now };
  if (!sight || sight.isDead) {
    const why = `${sight?.text ?? `${now} is not part of this mesh`}: orders go to ${other}`;
    return { to: other, gaveUp: now, why };
  }
  const isFarBehind = Number.isFinite(sight.lagMs) && sight.lagMs > FAR_BEHIND_MS;
  if (isFarBehind && another.lagMs <= CAUGHT_UP_MS) {
    const why = `${now} is ${sight.lagMs} ms behind: orders go to ${other}`;
    return { to: other, gaveUp: now, why };
  }
  if (now === preferred || !isTrusted(routes, { cluster: preferred, sight: another, nowMs })) {
    return { to: now };
  }
  return { to: preferred, why: `${preferred} has caught up and agrees: orders go back to it` };
}

function decideMarketing(
  routes: IndexRoutes,
  { sights, order, nowMs }: { sights: Sights; order: OrderCluster; nowMs: number },
): Part<ClusterName | undefined> {
  const now = routes.route.marketing;
  const own = sights.marketing;
  // A mesh without a cluster for marketing has none to lose.
  if (!own) return { to: now };
  if (now === 'marketing' && !own.isDead) return { to: now };
  if (now !== 'marketing' && isTrusted(routes, { cluster: 'marketing', sight: own, nowMs })) {
    return {
      to: 'marketing',
      why: 'marketing has caught up and agrees: marketing goes back to it',
    };
  }
  const isGivenUp = now === 'marketing';
  const left: Pick<Part<never>, 'gaveUp'> = isGivenUp ? { gaveUp: 'marketing' } : {};
  const what = isGivenUp ? own.text : 'marketing stays away from orders';
  // The backup is idle only while orders are well where they are.
  const isIdle = order === 'order-a' && sights['order-a']?.isUsable === true;
  if (isIdle && sights['order-b']?.isUsable === true) {
    return now === 'order-b'
      ? { to: now }
      : { to: 'order-b', ...left, why: `${what}: it goes to order-b, which is idle` };
  }
  return now === undefined ? { to: now } : { to: undefined, ...left, why: `${what}: it is shed` };
}

function isTrusted(
  routes: IndexRoutes,
  { cluster, sight, nowMs }: { cluster: ClusterName; sight: ClusterSight; nowMs: number },
): boolean {
  const isSettled = sight.aliveForMs >= trustAfterMs(routes, cluster, nowMs);
  const hasCaughtUp = sight.lagMs <= CAUGHT_UP_MS && sight.compared === 'equal';
  return sight.isUsable && isSettled && hasCaughtUp;
}
