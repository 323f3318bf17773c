// Which index clusters are asked for which traffic, and in which order. sync-worker decides, and
// says so in the bucket `topology`; before its first word, and without NATS, the last one counts.
import { type Cluster, CLUSTERS } from './bucket-state.ts';

export interface IndexRoute {
  order: Cluster;
  /** Undefined: marketing is shed. */
  marketing: Cluster | undefined;
}

export const USUAL_ROUTE: IndexRoute = { order: 'order-a', marketing: 'marketing' };

const ORDER_CLUSTERS: readonly Cluster[] = ['order-a', 'order-b'];

/**
 * The first one first. Orders that it cannot answer go to the other one at once: a reader sees a
 * cluster fail before anybody can tell it. None: the traffic is shed.
 */
export function clustersFor(
  { order, marketing }: IndexRoute,
  traffic: keyof IndexRoute,
): readonly Cluster[] {
  if (traffic === 'marketing') return marketing === undefined ? [] : [marketing];
  return [order, ...ORDER_CLUSTERS.filter((each) => each !== order)];
}

/** Undefined when it is none. */
export function parseRoute(value: unknown): IndexRoute | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { order, marketing } = value as Partial<Record<keyof IndexRoute, unknown>>;
  const orders = ORDER_CLUSTERS.find((each) => each === order);
  if (!orders) return undefined;
  return { order: orders, marketing: CLUSTERS.find((each) => each === marketing) };
}
