// The controller of the index clusters: one sync-worker at a time probes them all, and moves order
// and marketing traffic where it can be served. Without NATS nothing moves: readers go on with the
// last routes, and pass over a cluster that does not answer by themselves.
import { type Clock, sleep } from '@member-mesh/kernel';

import type { ClusterName } from '../domain/cluster.ts';
import { ClusterWatch } from '../domain/cluster-watch.ts';
import { type IndexRoutes, moved, type RouteChange, USUAL_ROUTES } from '../domain/index-routes.ts';
import { CAUGHT_UP_MS, decideMove, type Sights } from '../domain/route-decision.ts';
import { whileLeading } from './leading.ts';
import {
  type Cell,
  type ClusterCells,
  type IndexCluster,
  type Leadership,
  Outpaced,
  TierUnavailable,
} from './ports.ts';
import type { RebuildIndex } from './rebuild-index.ts';
import type { VerifyIndex } from './verify-index.ts';
import type { WatchProgress } from './watch-progress.ts';

/** A cluster and what the controller does with it. */
export interface RoutedCluster {
  cluster: IndexCluster;
  cells: Pick<ClusterCells, 'topology'>;
  progress: Pick<WatchProgress, 'measure'>;
  verify: Pick<VerifyIndex, 'verify'>;
  rebuild: Pick<RebuildIndex, 'request'>;
}

export interface RouteObserver {
  /** Told by who leads, after each look. */
  routed(routes: IndexRoutes): void;
  moved(change: RouteChange): void;
  /** A cluster that was away differs from the record although it has caught up. */
  differs(cluster: ClusterName, differences: number): void;
  probed(cluster: ClusterName, tookMs: number, answered: boolean): void;
  failed(what: string, error: unknown): void;
}

export interface RouteTrafficOptions {
  clusters: readonly RoutedCluster[];
  routes: Cell<IndexRoutes>;
  leadership: Leadership;
  /** Whether a cluster that differs from the record is rebuilt without being told. */
  rebuildAutomatically: boolean;
  observer: RouteObserver;
  /** Names this process in what it did. */
  name: string;
  clock: Clock;
}

const PROBE_EVERY_MS = 200;
const PROBE_TIMEOUT_MS = 600;
const STANDING_EVERY_MS = 500;
const DECIDE_EVERY_MS = 100;
const COMPARE_EVERY_MS = 1_000;
const COMPARE_AGAIN_MS = 30_000;
const CANDIDATE_EVERY_MS = 500;
/** 16 of the 1,024 shards: as many as are read at once. */
const SAMPLE = 1 / 64;

interface Watched {
  routed: RoutedCluster;
  watch: ClusterWatch;
}

export class RouteTraffic {
  readonly #options: RouteTrafficOptions;
  /** As the last look found them. */
  #routes = USUAL_ROUTES;

  constructor(options: RouteTrafficOptions) {
    this.#options = options;
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { leadership, observer } = this.#options;
    while (!signal.aborted) {
      try {
        await whileLeading(leadership, signal, (leading) => this.#lead(leading));
      } catch (error) {
        if (!signal.aborted) observer.failed('routes', error);
      }
      await sleep(CANDIDATE_EVERY_MS, signal).catch(() => undefined);
    }
  }

  async #lead(signal: AbortSignal): Promise<void> {
    const { clusters, clock } = this.#options;
    const watched = clusters.map((routed) => ({
      routed,
      watch: new ClusterWatch(routed.cluster.name, clock.monotonicMs()),
    }));
    const repeat = (everyMs: number, what: string, task: () => Promise<void>): Promise<void> =>
      this.#repeat({ everyMs, what, task, signal });
    await Promise.all([
      ...watched.flatMap((each) => [
        repeat(PROBE_EVERY_MS, 'probe', () => this.#probe(each, signal)),
        repeat(STANDING_EVERY_MS, 'standing', () => this.#stand(each)),
        repeat(COMPARE_EVERY_MS, 'comparison', () => this.#compare(each, signal)),
      ]),
      repeat(DECIDE_EVERY_MS, 'routes', () => this.#decide(watched)),
    ]);
  }

  async #probe({ routed, watch }: Watched, signal: AbortSignal): Promise<void> {
    const { clock, observer } = this.#options;
    const { name } = routed.cluster;
    const sentMs = clock.monotonicMs();
    try {
      await routed.cluster.canary({ signal, timeoutMs: PROBE_TIMEOUT_MS });
      watch.answered(sentMs, clock.monotonicMs());
      observer.probed(name, clock.monotonicMs() - sentMs, true);
    } catch (error) {
      observer.probed(name, clock.monotonicMs() - sentMs, false);
      if (!(error instanceof TierUnavailable)) throw error;
    }
  }

  async #stand({ routed, watch }: Watched): Promise<void> {
    const { cells, progress } = routed;
    const [topology, measured] = await Promise.all([cells.topology.read(), progress.measure()]);
    const serving = topology && topology.value.state === 'serving';
    watch.stands({ serving, lagMs: measured?.lagMs ?? Infinity });
  }

  async #decide(watched: readonly Watched[]): Promise<void> {
    const { routes: cell, observer, name, clock } = this.#options;
    const known = await cell.read();
    const routes = known?.value ?? USUAL_ROUTES;
    this.#routes = routes;
    const nowMs = clock.monotonicMs();
    const sights = Object.fromEntries(
      watched.map(({ routed, watch }) => [routed.cluster.name, watch.sight(nowMs)]),
    ) as Sights;
    observer.routed(routes);
    const move = decideMove(routes, sights, clock.nowMs());
    if (!move && known) return;
    const saw = Object.values(sights).map(({ text }) => text);
    const next = move ? moved(routes, move, { by: name, saw, nowMs: clock.nowMs() }) : routes;
    try {
      await cell.write(next, known?.revision ?? 0);
    } catch (error) {
      // Somebody has just moved something: the next look sees it.
      if (error instanceof Outpaced) return;
      throw error;
    }
    const change = move && next.changes.at(-1);
    if (change) observer.moved(change);
  }

  /**
   * Compares a cluster that has caught up and waits for its traffic with a sample of the record.
   */
  async #compare({ routed, watch }: Watched, signal: AbortSignal): Promise<void> {
    const { clock, observer, rebuildAutomatically } = this.#options;
    const { name } = routed.cluster;
    const { isUsable, lagMs, compared } = watch.sight(clock.monotonicMs());
    const sinceMs = watch.aliveSinceMs(clock.monotonicMs());
    if (!isUsable || sinceMs === undefined || lagMs > CAUGHT_UP_MS || compared === 'equal') return;
    if (!this.#waits(name)) return;
    let differences = 0;
    for await (const event of routed.verify.verify(SAMPLE, signal)) {
      if (event.kind === 'summary') differences = event.differences;
    }
    watch.compared(differences === 0 ? 'equal' : 'different', sinceMs);
    if (differences === 0) return;
    observer.differs(name, differences);
    if (rebuildAutomatically) await routed.rebuild.request();
    await sleep(COMPARE_AGAIN_MS, signal);
  }

  /** Whether the cluster is not where its traffic is, and would be preferred. */
  #waits(cluster: ClusterName): boolean {
    const { route, preferred } = this.#routes;
    if (cluster === 'marketing') return route.marketing !== 'marketing';
    return cluster === preferred && route.order !== preferred;
  }

  async #repeat(loop: {
    everyMs: number;
    what: string;
    task: () => Promise<void>;
    signal: AbortSignal;
  }): Promise<void> {
    const { everyMs, what, task, signal } = loop;
    const { clock, observer } = this.#options;
    while (!signal.aborted) {
      const startedMs = clock.monotonicMs();
      try {
        await task();
      } catch (error) {
        if (signal.aborted) return;
        observer.failed(what, error);
      }
      const leftMs = startedMs + everyMs - clock.monotonicMs();
      await sleep(Math.max(leftMs, 10), signal).catch(() => undefined);
    }
  }
}
