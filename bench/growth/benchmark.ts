// `./mesh bench growth`: reads while there are few members and while there are many. The two cannot
// take turns, so an echo does with each of them: what the machine does meanwhile meets both, and
// the ratio is that of the reads beside their echo.
import type { Benchmark, BenchmarkRun, Row } from '../frame/benchmark.ts';
import { inTurns, type Plan, rowOf } from '../frame/side-by-side.ts';
import { median } from '../frame/statistics.ts';
import { memberIdOf } from '../index/documents.ts';
import { CONNECTIONS, type Generators, GENERATORS, startGenerators } from '../load/generators.ts';
import { measureRound, type Round, spentText } from '../load/measure.ts';
import type { Order } from '../load/order.ts';
import type { BenchMesh } from '../mesh/bench-mesh.ts';
import { type Cache, openCache } from '../mesh/cache.ts';
import { expectReadFrom } from '../mesh/expect-source.ts';
import { encodedMembersOf } from '../mesh/read-sides.ts';
import { encodeRequest, pathOf } from '../opponents/member-query.ts';
import { type Opponent, startEcho } from '../opponents/start.ts';
import { fillIndex } from './fill.ts';

const FEW_SHARE_MAX = 0.1;
const FEW = 10_000;
const GOAL = 0.9;
const PLAN: Plan = { rounds: 5, warmUps: 2 };
const QUICK_PLAN: Plan = { rounds: 1, warmUps: 1 };
const AT_ONCE = 64;
const SAMPLE = 20;
const ROUND_MS_MAX = 60_000;

export const growthBenchmark: Benchmark = {
  summary: 'reads with 10^4 members beside reads with 10^6',
  inMesh: true,
  options: {
    members: {
      what: 'how many members there are in the end',
      ...{ default: 1_000_000, quick: 20_000, min: 1_000, max: 20_000_000 },
    },
    reads: {
      what: 'how many of them, evenly spread, are read',
      ...{ default: 4_000, quick: 400, min: 100, max: 100_000 },
    },
  },
  run: async (run) => {
    const bench = await run.mesh();
    const cache = openCache(bench.redis());
    const generators = await startGenerators(GENERATORS);
    try {
      const { members = 0 } = run.numbers;
      const few = Math.min(FEW, Math.floor(members * FEW_SHARE_MAX));
      const sizes = [];
      for (const count of [few, members]) {
        run.tell(`filling the index up to ${count} members`);
        await fillIndex(bench, count, run.tell);
        sizes.push(await measureSize(run, count, { bench, cache, generators }));
      }
      const [atFew, atMany] = sizes;
      if (!atFew || !atMany) return [];
      return [rowFor('hits', atFew, atMany), rowFor('misses', atFew, atMany)];
    } finally {
      await generators.close();
      cache.close();
    }
  },
};

interface Parts {
  bench: BenchMesh;
  cache: Cache;
  generators: Generators;
}

type Kind = 'hits' | 'misses';

interface Size {
  count: number;
  /** Each with the echo's in turns. */
  rounds: Record<Kind, { ours: Round[]; echo: Round[] }>;
}

async function measureSize(
  { quick, numbers, tell }: BenchmarkRun,
  count: number,
  parts: Parts,
): Promise<Size> {
  const { bench, cache, generators } = parts;
  const reads = Math.min(count, numbers['reads'] ?? 1);
  const ids = Array.from({ length: reads }, (_, n) => memberIdOf(Math.floor((n * count) / reads)));
  const sample = ids.slice(0, SAMPLE);
  const evict = (): Promise<void> => cache.evict(ids);
  await expectReadFrom(bench, sample, { source: 'SOURCE_INDEX', before: evict });
  const echo = await startEcho(await encodedMembersOf(bench, ids));
  tell(`reads with ${count} members`);
  const order: Omit<Order, 'target'> = {
    requests: ids.map((id) => encodeRequest('GetMember', { member_id: id })),
    ...{ expected: ids, connections: CONNECTIONS, pace: { kind: 'closed', atOnce: AT_ONCE } },
    durationMs: quick ? 500 : 2_000,
  };
  const ours = { address: bench.gateway, path: pathOf('GetMember'), metadata: bench.metadata };
  const index = bench.mesh.component('es-order-a').pid;
  const round = (target: Order['target'], more: Partial<Order> = {}): Promise<Round> => {
    const pids = target === ours ? { ...bench.readPids(), index } : echo.pids;
    return measureRound({ ...order, target, ...more }, { generators, pids });
  };
  const once = { once: true, durationMs: ROUND_MS_MAX };
  const beside = (side: () => Promise<Round>) => {
    const turns = { ours: side, echo: () => round(echoTarget(echo)) };
    return inTurns<'ours' | 'echo', Round>(turns, quick ? QUICK_PLAN : PLAN);
  };
  try {
    const hits = await beside(() => round(ours));
    const misses = await beside(async () => {
      await evict();
      return await round(ours, once);
    });
    return { count, rounds: { hits, misses } };
  } finally {
    await echo.close();
  }
}

function echoTarget({ address }: Opponent): Order['target'] {
  return { address, path: pathOf('GetMember'), metadata: {} };
}

function rowFor(kind: Kind, few: Size, many: Size): Row {
  const [a, b] = [many.rounds[kind], few.rounds[kind]];
  const rates = (rounds: Round[]): number[] => rounds.map(({ perSecond }) => perSecond);
  const [echoAtMany, echoAtFew] = [median(rates(a.echo)), median(rates(b.echo))];
  const row = rowOf(
    {
      name: `growth, ${kind}: ${many.count} members beside ${few.count}`,
      ...{ unit: 'calls/s', better: 'higher', goal: GOAL },
      meaning:
        'the ratio is that of the reads beside an echo in turns with each, ' +
        `which did ${echoAtMany.toFixed(0)} and ${echoAtFew.toFixed(0)} calls/s`,
      limit: `a call costs ${spentText(a.ours)}; with few members ${spentText(b.ours)}`,
    },
    { ours: rates(a.ours), other: rates(b.ours) },
  );
  return { ...row, ratio: (row.ratio * echoAtFew) / echoAtMany };
}
