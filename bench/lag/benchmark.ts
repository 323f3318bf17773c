// `./mesh bench lag`: how long after a write was acknowledged every index shows it, at fixed rates
// of writes. A few writes a second are followed one by one; the generators make the others.
import type { Benchmark, BenchmarkRun, Row } from '../frame/benchmark.ts';
import { figureRowOf } from '../frame/side-by-side.ts';
import { quantile } from '../frame/statistics.ts';
import { CONNECTIONS, type Generators, startGenerators } from '../load/generators.ts';
import type { Outcome } from '../load/order.ts';
import { type BenchMesh, CLUSTERS } from '../mesh/bench-mesh.ts';
import { spending } from '../mesh/processor-time.ts';
import { encodeRename, renameOf, writePath } from '../mesh/write-calls.ts';
import { type Sightings, watchIndices } from './watch-indices.ts';

const RATES = [100, 250, 500] as const;
const GOAL_RATE = 500;
const LAG_MS_MAX = 500;
/** Of a rate that is kept, so much is acknowledged: the last answers come after the last moment. */
const KEPT_SHARE = 0.97;
const FOLLOWED_PER_SECOND = 25;

export const lagBenchmark: Benchmark = {
  summary: 'how far the indices lag behind acknowledged writes, at fixed rates of writes',
  inMesh: true,
  options: {
    members: {
      what: 'how many members are updated, one after the other',
      ...{ default: 2_000, quick: 200, min: 100, max: 50_000 },
    },
    seconds: {
      what: 'how long each rate is held',
      ...{ default: 15, quick: 3, min: 1, max: 600 },
    },
  },
  run: async (run) => {
    const bench = await run.mesh();
    const ids = await bench.members(run.numbers['members'] ?? 0);
    const generators = await startGenerators(1);
    try {
      const rows: Row[] = [];
      for (const rate of run.quick ? RATES.slice(0, 1) : RATES) {
        rows.push(...(await rowsAt(run, { bench, ids, generators, rate })));
      }
      return rows;
    } finally {
      await generators.close();
    }
  },
};

interface At {
  bench: BenchMesh;
  ids: readonly string[];
  generators: Generators;
  rate: number;
}

let serial = 0;

async function rowsAt(run: BenchmarkRun, at: At): Promise<Row[]> {
  const { rate, bench } = at;
  const seconds = run.numbers['seconds'] ?? 1;
  run.tell(`${rate} writes a second for ${seconds} s`);
  const sightings = watchIndices(bench, run.clock);
  const work = (): Promise<[Outcome, number]> =>
    Promise.all([load(at, seconds), follow(run, at, { seconds, sightings })]);
  const { result, spent } = await spending(bench.writePids(), work);
  const [{ latenciesMs, elapsedMs, failures }, followed] = result;
  const lags = await sightings.finish();
  const acknowledged = latenciesMs.length + followed;
  if (followed === 0) throw new Error(`none of ${rate} writes a second was acknowledged`);
  const refused = rate * seconds - acknowledged;
  const [why = ''] = Object.entries(failures).toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const limit = limitOf(spent, { seconds, refused });
  const goalHere = rate === GOAL_RATE;
  const each = CLUSTERS.map((cluster) => {
    const p99 = quantile(lags[cluster], 0.99);
    return `${cluster} ${p99.toFixed(0)} ms`;
  });
  const worst = lags[CLUSTERS[0]].map((_, n) =>
    Math.max(...CLUSTERS.map((cluster) => lags[cluster][n] ?? Infinity)),
  );
  return [
    figureRowOf(
      {
        ...{ name: `lag at ${rate} writes/s: acknowledged`, unit: 'writes/s', limit },
        ...(goalHere && { goal: { atLeast: rate * KEPT_SHARE } }),
        meaning:
          refused > 0
            ? `${refused} of ${rate * seconds} writes were not acknowledged; most often: ${why}`
            : 'all of them, from the first write to the last answer',
      },
      [(acknowledged * 1_000) / elapsedMs],
    ),
    figureRowOf(
      {
        ...{ name: `lag at ${rate} writes/s, p50`, unit: 'ms' },
        meaning: `until all three indices show it, of ${worst.length} writes followed`,
      },
      [quantile(worst, 0.5)],
    ),
    figureRowOf(
      {
        ...{ name: `lag at ${rate} writes/s, p99`, unit: 'ms', limit },
        ...(goalHere && { goal: { atMost: LAG_MS_MAX } }),
        meaning: `of each index: ${each.join(', ')}`,
      },
      [quantile(worst, 0.99)],
    ),
  ];
}

function limitOf(
  spent: Readonly<Record<string, number>>,
  { seconds, refused }: { seconds: number; refused: number },
): string {
  const shares = Object.entries(spent)
    .map(([name, ms]) => [name, ms / (seconds * 10)] as const)
    .filter(([, percent]) => percent >= 2)
    .sort(([, a], [, b]) => b - a)
    .map(([name, percent]) => `${name} ${percent.toFixed(0)} %`);
  return `processors, of 100 % each: ${shares.join(', ')}; ${refused} writes not acknowledged`;
}

async function load({ bench, ids, generators, rate }: At, seconds: number): Promise<Outcome> {
  const perSecond = rate - FOLLOWED_PER_SECOND;
  // The first members are those that are followed.
  const others = ids.slice(FOLLOWED_PER_SECOND);
  const count = Math.ceil(perSecond * seconds);
  const names = Array.from({ length: count }, () => `Lag ${++serial}`);
  const requests = names.map((displayName, n) =>
    encodeRename(others[n % others.length] ?? '', displayName),
  );
  return await generators.run({
    target: {
      ...{ address: bench.gateway, metadata: bench.metadata },
      path: writePath('UpdateMember'),
    },
    ...{ requests, expected: names, once: true, connections: CONNECTIONS },
    pace: { kind: 'open', perSecond },
    durationMs: seconds * 1_000,
  });
}

/**
 * Updates at its own slow pace; what is acknowledged is looked for in the indices. Answers how many
 * were.
 */
async function follow(
  { clock }: BenchmarkRun,
  { bench, ids }: At,
  { seconds, sightings }: { seconds: number; sightings: Sightings },
): Promise<number> {
  const { write, options } = bench.caller;
  const startedMs = clock.monotonicMs();
  const total = seconds * FOLLOWED_PER_SECOND;
  const one = async (n: number): Promise<boolean> => {
    const memberId = ids[n % FOLLOWED_PER_SECOND] ?? '';
    const { member } = await write.UpdateMember(renameOf(memberId, `Lag ${++serial}`), options);
    if (member) sightings.expect(memberId, member.version);
    return member !== null;
  };
  const sent: Promise<boolean>[] = [];
  for (let n = 0; n < total; n++) {
    const waitMs = startedMs + (n * 1_000) / FOLLOWED_PER_SECOND - clock.monotonicMs();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    sent.push(one(n).catch(() => false));
  }
  return (await Promise.all(sent)).filter((acknowledged) => acknowledged).length;
}
