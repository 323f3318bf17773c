// `./mesh bench isolation`: order reads at a steady rate through one gateway, quiet and while a
// flood goes many times over its limit beside them.
import { loadContracts } from '@member-mesh/contracts';

import type { Benchmark, BenchmarkRun, Row } from '../frame/benchmark.ts';
import { figureRowOf, inTurns, type Plan } from '../frame/side-by-side.ts';
import { median, quantile, spread } from '../frame/statistics.ts';
import { type Generators, startGenerators } from '../load/generators.ts';
import type { Order, Outcome } from '../load/order.ts';
import type { BenchMesh } from '../mesh/bench-mesh.ts';
import { withRules } from '../mesh/rules.ts';
import { encodeRequest } from '../opponents/member-query.ts';
import { accountFlood, callerFlood, type Flood, marketingFlood, target } from './floods.ts';

const ORDERED = 500;
const CONNECTIONS = 4;
const PLAN: Plan = { rounds: 2, warmUps: 0 };
const QUICK_PLAN: Plan = { rounds: 1, warmUps: 0 };

export const isolationBenchmark: Benchmark = {
  summary: 'order reads at a steady rate, quiet and beside floods far over their limits',
  inMesh: true,
  options: {
    members: {
      what: 'how many members there are, most of them never read before the flood',
      ...{ default: 8_000, quick: 1_000, min: 600, max: 50_000 },
    },
    'per-second': {
      what: 'order reads a second',
      ...{ default: 300, quick: 100, min: 10, max: 5_000 },
    },
    seconds: {
      what: 'how long each round lasts',
      ...{ default: 30, quick: 2, min: 1, max: 120 },
    },
  },
  run: async (run) => {
    const bench = await run.mesh();
    const ids = await bench.members(run.numbers['members'] ?? 0);
    const orders = await startGenerators(1);
    const flooding = await startGenerators(1);
    try {
      const parts = { run, bench, orders, flooding, ids };
      return [
        ...(await beside(parts, marketingFlood(bench, encodedReads(ids.slice(ORDERED))))),
        ...(await beside(parts, accountFlood(bench, await encodedLookup(bench, ids)))),
        ...(await beside(parts, callerFlood(bench, encodedReads(ids.slice(0, ORDERED))))),
      ];
    } finally {
      await orders.close();
      await flooding.close();
    }
  },
};

interface Parts {
  run: BenchmarkRun;
  bench: BenchMesh;
  /** Of the order reads, and of the flood: neither waits for the other. */
  orders: Generators;
  flooding: Generators;
  ids: readonly string[];
}

interface Round {
  orders: Outcome;
  flood: Outcome | undefined;
}

async function beside({ run, bench, orders, flooding, ids }: Parts, flood: Flood): Promise<Row[]> {
  const { 'per-second': perSecond = 1, seconds = 1 } = run.numbers;
  const durationMs = seconds * 1_000;
  run.tell(`${perSecond} order reads a second, quiet and beside ${flood.name}`);
  const reading: Order = {
    ...encodedReads(ids.slice(0, ORDERED)),
    target: target(bench, 'GetMember', 'order-service'),
    connections: CONNECTIONS,
    pace: { kind: 'open', perSecond },
    durationMs,
  };
  const warming: Order = { ...reading, pace: { kind: 'closed', atOnce: 8 }, durationMs: 1_000 };
  const quiet = async (): Promise<Round> => ({
    orders: await orders.run(reading),
    flood: undefined,
  });
  const flooded = async (): Promise<Round> => {
    const both = [orders.run(reading), flooding.run({ ...flood.order, durationMs })] as const;
    const [ordered, flow] = await Promise.all(both);
    return { orders: ordered, flood: flow };
  };
  return withRules(bench, [flood.rule], async () => {
    await orders.run(warming);
    const plan = run.quick ? QUICK_PLAN : PLAN;
    return rowsOf(flood, await inTurns({ quiet, flooded }, plan));
  });
}

function rowsOf(flood: Flood, measured: Record<'quiet' | 'flooded', Round[]>): Row[] {
  const { judged } = flood;
  const latencies = (rounds: readonly Round[]): number[] =>
    rounds.map(({ orders }) => quantile([...orders.latenciesMs], judged.quantile));
  const quiet = latencies(measured.quiet);
  const flooded = latencies(measured.flooded);
  const told = `${judged.name} ${median(quiet).toFixed(1)} ms quiet, ${median(flooded).toFixed(1)} ms beside it`;
  const { name, meaning, limit } = flood;
  const all = [...measured.quiet, ...measured.flooded];
  const passed = measured.flooded.map(({ flood: outcome }) => passedPerSecond(outcome));
  return [
    {
      kind: 'figure',
      ...{ name: `orders' ${judged.name}, ${name}`, unit: '× quiet', meaning, limit: told },
      ours: median(flooded) / median(quiet),
      spread: Math.max(spread(quiet), spread(flooded)),
      goal: { atMost: judged.timesQuietMax },
    },
    figureRowOf(
      {
        ...{ name: `orders refused or failed, ${name}`, unit: 'calls', meaning: reasonsIn(all) },
        goal: { atMost: 0 },
      },
      all.map(({ orders }) => orders.calls - orders.latenciesMs.length + orders.skipped),
    ),
    figureRowOf(
      {
        ...{ name: `passed of ${name}`, unit: 'calls/s' },
        meaning: `the rule lets ${limit} a second pass`,
        goal: { atMost: limit * 1.05 },
      },
      passed,
    ),
  ];
}

function passedPerSecond(outcome: Outcome | undefined): number {
  if (!outcome) return 0;
  return (outcome.latenciesMs.length * 1_000) / outcome.elapsedMs;
}

function reasonsIn(rounds: readonly Round[]): string {
  const reasons = new Set(rounds.flatMap(({ orders }) => Object.keys(orders.failures)));
  return reasons.size === 0 ? 'every order was answered' : [...reasons].slice(0, 3).join('; ');
}

function encodedReads(ids: readonly string[]): Pick<Order, 'requests' | 'expected'> {
  const requests = ids.map((id) => encodeRequest('GetMember', { member_id: id }));
  return { requests, expected: ids };
}

async function encodedLookup(
  { caller: { query, options } }: BenchMesh,
  ids: readonly string[],
): Promise<Pick<Order, 'requests' | 'expected'>> {
  const lookup = loadContracts().services.memberQuery.definition['LookupAccount'];
  const { members } = await query.BatchGetMembers({ memberIds: ids.slice(0, 20) }, options);
  const bound = members.find(({ accounts }) => accounts.length > 0);
  const account = bound?.accounts[0]?.account;
  if (!bound || !account) throw new Error('no imported member has an account');
  const request = lookup?.requestSerialize({ account }) ?? Buffer.alloc(0);
  return { requests: [request], expected: [bound.memberId] };
}
