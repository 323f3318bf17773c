// The decisions of the controller over simulated time: clusters die, hang, lose their data, lag and
// differ, operators move orders, leaders die and others begin with nothing but what is stored.
// Everything that is promised is checked after every step, against the truth.
import { describe, expect, it } from '@jest/globals';

import type { ClusterName } from './cluster.ts';
import { ClusterWatch, DEAD_AFTER_MS } from './cluster-watch.ts';
import { type IndexRoutes, moved, type OrderCluster, USUAL_ROUTES } from './index-routes.ts';
import {
  CAUGHT_UP_MS,
  decideMove,
  FAR_BEHIND_MS,
  type Sights,
  trustAfterMs,
} from './route-decision.ts';

const NAMES: readonly ClusterName[] = ['order-a', 'order-b', 'marketing'];
const STEP_MS = 100;
const STEPS = 3_000;
const SEEDS = 1_000;
/** A probe and a look at the stream are this far apart at most, and the decision another step. */
const NOTICED_MS = DEAD_AFTER_MS['order-a'] + 4 * STEP_MS;

interface Truth {
  answers: boolean;
  serving: boolean;
  lagMs: number;
  equal: boolean;
  /** Since when it has been able to serve without a break, or not. */
  changedMs: number;
}

/** What a controller is told less than the truth: each must be found. */
interface Blindness {
  lag?: boolean;
  comparison?: boolean;
  settling?: boolean;
  orders?: boolean;
}

class Simulation {
  readonly #random: () => number;
  readonly #blind: Blindness;
  readonly #truth = new Map<ClusterName, Truth>();
  #watches = new Map<ClusterName, ClusterWatch>();
  #routes: IndexRoutes = USUAL_ROUTES;
  #nowMs = 1_000_000;
  #leadsSinceMs = this.#nowMs;
  readonly #aliveSinceMs = new Map<ClusterName, number>();
  readonly #silentSinceMs = new Map<ClusterName, number>();
  moves = 0;

  constructor(seed: number, blind: Blindness = {}) {
    this.#random = seeded(seed);
    this.#blind = blind;
    for (const name of NAMES) {
      const truth = { answers: true, serving: true, lagMs: 0, equal: true };
      this.#truth.set(name, { ...truth, changedMs: this.#nowMs });
      this.#aliveSinceMs.set(name, this.#nowMs);
    }
    this.#begin();
  }

  run(): void {
    for (let step = 0; step < STEPS; step++) this.#step();
  }

  /** A leader that knows nothing but what is stored. */
  #begin(): void {
    this.#leadsSinceMs = this.#nowMs;
    this.#watches = new Map(NAMES.map((name) => [name, new ClusterWatch(name, this.#nowMs)]));
  }

  #step(): void {
    this.#nowMs += STEP_MS;
    const drawn = this.#random();
    const name = this.#pick(NAMES);
    const truth = this.#of(name);
    if (drawn < 0.01) this.#change(name, { answers: !truth.answers });
    else if (drawn < 0.012) this.#change(name, { serving: !truth.serving, lagMs: 0 });
    else if (drawn < 0.02) truth.lagMs = this.#pick([0, 100, 5_000, 60_000]);
    else if (drawn < 0.022) truth.equal = !truth.equal;
    else if (drawn < 0.024) this.#begin();
    else if (drawn < 0.025) this.#prefer(this.#pick(['order-a', 'order-b']));
    for (const each of NAMES) this.#look(each);
    this.#decide();
    this.#check();
  }

  #change(name: ClusterName, to: Partial<Truth>): void {
    if (to.answers === false) this.#silentSinceMs.set(name, this.#nowMs);
    // A silence too short to count is none.
    const silentMs = this.#nowMs - (this.#silentSinceMs.get(name) ?? this.#nowMs);
    if (to.answers === true && silentMs > DEAD_AFTER_MS[name])
      this.#aliveSinceMs.set(name, this.#nowMs);
    Object.assign(this.#of(name), to, { changedMs: this.#nowMs });
  }

  #look(name: ClusterName): void {
    const watch = this.#watches.get(name);
    const truth = this.#of(name);
    if (!watch) return;
    // Probes and looks come when they come.
    if (truth.answers && this.#random() < 0.7) watch.answered(this.#nowMs, this.#nowMs);
    if (this.#random() < 0.5) {
      const lagMs = this.#blind.lag ? 0 : truth.lagMs;
      watch.stands({ serving: truth.serving, lagMs });
    }
    const sinceMs = watch.aliveSinceMs(this.#nowMs);
    if (sinceMs !== undefined && truth.answers && this.#random() < 0.1) {
      const isEqual = truth.equal || this.#blind.comparison === true;
      watch.compared(isEqual ? 'equal' : 'different', sinceMs);
    }
  }

  #sights(): Sights {
    const sights = NAMES.flatMap((name) => {
      const sight = this.#watches.get(name)?.sight(this.#nowMs);
      if (!sight) return [];
      return [[name, this.#blind.settling ? { ...sight, aliveForMs: Infinity } : sight] as const];
    });
    return Object.fromEntries(sights);
  }

  #decide(): void {
    const move = decideMove(this.#routes, this.#sights(), this.#nowMs);
    if (!move) return;
    const before = this.#routes;
    // Who does not know where orders go would let marketing follow them.
    const route = this.#blind.orders
      ? { ...move.route, marketing: 'order-b' as const }
      : move.route;
    const told = { by: 'simulated', saw: [], nowMs: this.#nowMs };
    this.#routes = moved(before, { ...move, route }, told);
    this.moves++;
    if (this.#routes.epoch !== before.epoch + 1) throw new Error('a move without an epoch');
    if (move.why === '') throw new Error('a move without a reason');
    this.#checkMove(before);
  }

  #prefer(preferred: OrderCluster): void {
    const { marketing, order } = this.#routes.route;
    if (order === preferred || !this.#of(preferred).answers) return;
    const route = { order: preferred, marketing: marketing === preferred ? undefined : marketing };
    const move = { route, preferred, gaveUp: [], why: 'asked for' };
    this.#routes = moved(this.#routes, move, { by: 'meshctl', saw: [], nowMs: this.#nowMs });
  }

  /** Orders never wait for long where they cannot be served while they could be elsewhere. */
  #check(): void {
    const { order, marketing } = this.#routes.route;
    if (marketing === order) throw new Error(`marketing shares ${order} with orders`);
    const other = order === 'order-a' ? 'order-b' : 'order-a';
    const [now, another] = [this.#of(order), this.#of(other)];
    const couldServe = another.answers && another.serving;
    const isDown = !now.answers || !now.serving;
    const sinceMs = Math.max(now.changedMs, another.changedMs, this.#leadsSinceMs);
    if (isDown && couldServe && this.#nowMs - sinceMs > NOTICED_MS * 2) {
      throw new Error(`orders stay at ${order} for ${this.#nowMs - sinceMs} ms`);
    }
  }

  #checkMove(before: IndexRoutes): void {
    const { route } = this.#routes;
    const after = route.order;
    if (before.route.order !== after && after === before.preferred)
      this.#checkReturn(before, after);
    const { marketing } = route;
    if (marketing === 'marketing' && before.route.marketing !== 'marketing') {
      this.#checkReturn(before, 'marketing');
    }
  }

  /** Traffic goes back only to a cluster that was there for a while, caught up and compared. */
  #checkReturn(before: IndexRoutes, cluster: ClusterName): void {
    const sights = this.#sights();
    const left = sights[before.route.order];
    const isUrgent = left?.isDead === true || (left?.lagMs ?? 0) > FAR_BEHIND_MS;
    if (cluster !== 'marketing' && isUrgent) return;
    const { lagMs = 0, compared } = sights[cluster] ?? {};
    const truth = this.#of(cluster);
    const aliveMs = this.#nowMs - (this.#aliveSinceMs.get(cluster) ?? 0);
    const trustMs = trustAfterMs(before, cluster, this.#nowMs);
    const faults = [
      [truth.answers && aliveMs < trustMs, `${aliveMs} ms after it came, not ${trustMs}`],
      [lagMs > CAUGHT_UP_MS || compared !== 'equal', 'without proof'],
      // What is true may have changed since a controller that sees all looked.
      [this.#blind.comparison && !truth.equal, 'although it differs'],
      [this.#blind.lag && truth.lagMs > CAUGHT_UP_MS, `${truth.lagMs} ms behind`],
    ] as const;
    const found = faults.find(([isSo]) => isSo);
    if (found) throw new Error(`back to ${cluster} ${found[1]}`);
  }

  #of(name: ClusterName): Truth {
    return this.#truth.get(name) as Truth;
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)] as T;
  }
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('routes over simulated time', () => {
  it(`keep every promise with each of ${SEEDS} seeds`, () => {
    let moves = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const simulation = new Simulation(seed);
      try {
        simulation.run();
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
      moves += simulation.moves;
    }
    expect(moves).toBeGreaterThan(SEEDS);
  });

  it.each<[string, Blindness]>([
    ['the lag', { lag: true }],
    ['the comparison', { comparison: true }],
    ['how long a cluster is back', { settling: true }],
    ['where orders go', { orders: true }],
  ])('are found to break one without a look at %s', (_what, blind) => {
    const broken = (): void => {
      for (let seed = 1; seed <= 50; seed++) new Simulation(seed, blind).run();
    };
    expect(broken).toThrow();
  });
});
