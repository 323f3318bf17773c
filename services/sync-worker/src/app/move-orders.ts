// Moving order traffic by hand: what is asked for is what is preferred from then on. The controller
// goes on to look after it: from a cluster that dies orders move, and come back to the preferred
// one.
import type { Clock } from '@member-mesh/kernel';

import {
  type IndexRoutes,
  moved,
  type OrderCluster,
  type RouteChange,
  USUAL_ROUTES,
} from '../domain/index-routes.ts';
import { CAUGHT_UP_MS } from '../domain/route-decision.ts';
import type { ClusterStatus } from './index-status.ts';
import { type Cell, Outpaced } from './ports.ts';

export interface MoveRequest {
  to: OrderCluster;
  why: string;
  by: string;
  dryRun: boolean;
  acceptLag: boolean;
}

export interface MovePlan {
  change: RouteChange;
  risks: string[];
}

/** The move would do harm, or nothing. */
export class MoveRefused extends Error {
  override name = 'MoveRefused';
  readonly reason: 'ALREADY_THERE' | 'CLUSTER_NOT_READY' | 'CLUSTER_LAGS';

  constructor(reason: MoveRefused['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface MoveOrdersOptions {
  routes: Cell<IndexRoutes>;
  status: (signal: AbortSignal) => Promise<ClusterStatus[]>;
  clock: Clock;
}

export class MoveOrders {
  readonly #options: MoveOrdersOptions;

  constructor(options: MoveOrdersOptions) {
    this.#options = options;
  }

  /** Throws TierUnavailable. */
  async routes(): Promise<IndexRoutes> {
    return (await this.#options.routes.read())?.value ?? USUAL_ROUTES;
  }

  /**
   * Carries the plan out, unless it is only asked for. Throws MoveRefused, TierUnavailable, and
   * Outpaced when the controller moves at the same time.
   */
  async run(request: MoveRequest, signal: AbortSignal): Promise<MovePlan> {
    const { routes: cell, status, clock } = this.#options;
    const statuses = await status(signal);
    const known = await cell.read();
    const routes = known?.value ?? USUAL_ROUTES;
    const { to, why, by, dryRun } = request;
    const risks = risksOf(routes, request, statuses);
    const shares = routes.route.marketing === to;
    const marketing = shares ? undefined : routes.route.marketing;
    const saw = statuses.map(textOf);
    const move = { route: { order: to, marketing }, preferred: to, gaveUp: [], why };
    const next = moved(routes, move, { by, saw, nowMs: clock.nowMs() });
    if (!dryRun) await cell.write(next, known?.revision ?? 0);
    const change = next.changes.at(-1);
    if (!change) throw new Outpaced('a move leaves a change');
    return { change, risks };
  }
}

function risksOf(
  { route, preferred }: IndexRoutes,
  { to, acceptLag }: MoveRequest,
  statuses: readonly ClusterStatus[],
): string[] {
  if (route.order === to && preferred === to) {
    throw new MoveRefused('ALREADY_THERE', `orders are served by ${to} already, and belong there`);
  }
  const target = statuses.find(({ cluster }) => cluster === to);
  if (!target) throw new MoveRefused('CLUSTER_NOT_READY', `this mesh has no cluster ${to}`);
  const { reachable, state, lagMs } = target;
  if (!reachable || state === 'missing') {
    const what = reachable ? 'has no indices to serve from' : 'does not answer';
    throw new MoveRefused('CLUSTER_NOT_READY', `${to} ${what}: orders stay where they are`);
  }
  const risks: string[] = [];
  if (lagMs > CAUGHT_UP_MS) {
    const lag = `${to} is ${lagMs} ms behind`;
    if (!acceptLag) {
      const what = 'until it has caught up the record answers for what changed';
      throw new MoveRefused('CLUSTER_LAGS', `${lag}: ${what}; wait, or accept the lag`);
    }
    risks.push(`${lag}: until it has caught up the record answers for what changed`);
  }
  if (route.marketing === to) risks.push(`marketing, which ${to} serves now, is shed`);
  return risks;
}

function textOf({ cluster, reachable, state, lagMs }: ClusterStatus): string {
  return `${cluster} ${reachable ? `answers and is ${state}, lag ${lagMs} ms` : 'does not answer'}`;
}
