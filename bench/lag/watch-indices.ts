// Asks every index by real-time get, again and again, for what it is expected to show, and notes
// when it first did. What is told is exact to one round of asking.
import { connectElastic, type Elastic } from '@member-mesh/driver-elastic';
import type { Clock } from '@member-mesh/kernel';
import type { ElasticCluster } from '@member-mesh/launcher';

import { type BenchMesh, CLUSTERS } from '../mesh/bench-mesh.ts';

const ASK_EVERY_MS = 10;
const SIGHTING_MS_MAX = 60_000;

interface Expected {
  n: number;
  memberId: string;
  version: number;
  sinceMs: number;
}

export interface Sightings {
  /** From now on this member is looked for, until it is there with this version or a newer one. */
  expect(memberId: string, version: number): void;
  /** Milliseconds from `expect` to the sighting, in the order of what was expected. */
  finish(): Promise<Record<ElasticCluster, number[]>>;
}

export function watchIndices(bench: BenchMesh, clock: Clock): Sightings {
  const watches = CLUSTERS.map((cluster) => {
    const { url, username, password } = bench.elastic(cluster);
    const elastic = connectElastic({ url, user: username, password, name: 'bench' });
    return new Watch(cluster, elastic, clock);
  });
  let count = 0;
  return {
    expect: (memberId, version) => {
      const expected = { n: count++, memberId, version, sinceMs: clock.monotonicMs() };
      for (const watch of watches) watch.expect(expected);
    },
    finish: async () => {
      const lags = await Promise.all(watches.map((watch) => watch.finish()));
      const entries = CLUSTERS.map((cluster, at) => [cluster, lags[at] ?? []]);
      return Object.fromEntries(entries) as Record<ElasticCluster, number[]>;
    },
  };
}

class Watch {
  readonly #cluster: ElasticCluster;
  readonly #elastic: Elastic;
  readonly #clock: Clock;
  readonly #lagsMs: number[] = [];
  readonly #watching: Promise<void>;
  #expected: Expected[] = [];
  #finishing = false;

  constructor(cluster: ElasticCluster, elastic: Elastic, clock: Clock) {
    this.#cluster = cluster;
    this.#elastic = elastic;
    this.#clock = clock;
    this.#watching = this.#watch();
  }

  expect(expected: Expected): void {
    this.#expected.push(expected);
  }

  async finish(): Promise<number[]> {
    this.#finishing = true;
    await this.#watching;
    await this.#elastic.close();
    return this.#lagsMs;
  }

  async #watch(): Promise<void> {
    while (!this.#finishing || this.#expected.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
      await this.#ask();
      const [first] = this.#expected;
      if (first && this.#clock.monotonicMs() - first.sinceMs > SIGHTING_MS_MAX) {
        throw new Error(`${this.#cluster} does not show a write ${SIGHTING_MS_MAX} ms later`);
      }
    }
  }

  async #ask(): Promise<void> {
    const asked = this.#expected;
    if (asked.length === 0) return;
    const keys = asked.map(({ memberId }) => ({ id: memberId, routing: memberId }));
    const items = await this.#elastic.mget('member', keys, { fields: ['version'] });
    const nowMs = this.#clock.monotonicMs();
    const seen = new Set<Expected>();
    asked.forEach((expected, at) => {
      const item = items[at];
      if (item?.kind !== 'found' || item.version < expected.version) return;
      this.#lagsMs[expected.n] = nowMs - expected.sinceMs;
      seen.add(expected);
    });
    this.#expected = this.#expected.filter((expected) => !seen.has(expected));
  }
}
