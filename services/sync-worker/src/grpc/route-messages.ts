// Routes and their changes on the wire, and the door to move them.
import {
  type MoveOrdersRequest__Output,
  timestampOf,
  violationsOfBytes,
} from '@member-mesh/contracts';
import { invalidArgument } from '@member-mesh/rpc';

import type { MoveOrders } from '../app/move-orders.ts';
import {
  type IndexRoutes,
  ORDER_CLUSTERS,
  type Route,
  type RouteChange,
} from '../domain/index-routes.ts';

const WHY_BYTES_MAX = 200;

export function routesMessage({ epoch, route, preferred, changes }: IndexRoutes) {
  return {
    ...{ epoch, preferred, route: routeMessage(route) },
    changes: changes.map(changeMessage).reverse(),
  };
}

/** Throws what MoveOrders throws. */
export async function moveOrders(
  orders: MoveOrders,
  { to, why, dryRun, acceptLag }: MoveOrdersRequest__Output,
  signal: AbortSignal,
) {
  const target = ORDER_CLUSTERS.find((each) => each === to);
  const description = `must be ${ORDER_CLUSTERS.join(' or ')}`;
  const violations = violationsOfBytes(why, 'why', WHY_BYTES_MAX);
  if (!target) throw invalidArgument([{ field: 'to', description }, ...violations]);
  if (violations.length > 0) throw invalidArgument(violations);
  const request = { to: target, why: why || 'asked for', by: 'meshctl', dryRun, acceptLag };
  const { change, risks } = await orders.run(request, signal);
  return { change: changeMessage(change), risks };
}

function routeMessage({ order, marketing }: Route) {
  return { order, marketing: marketing ?? '' };
}

function changeMessage({ epoch, atMs, by, why, saw, from, to }: RouteChange) {
  return {
    ...{ epoch, by, why, saw, time: timestampOf(atMs) },
    ...{ from: routeMessage(from), to: routeMessage(to) },
  };
}
