// `./mesh bench flow`: what a decision of our engine costs, by rules, callers and keys, and beside
// Sentinel and libraries that decide a part of it.
import type { Benchmark, BenchmarkRun, Row } from '../frame/benchmark.ts';
import { figureRowOf, inTurns, type Plan, rowOf, sideBySide } from '../frame/side-by-side.ts';
import {
  cockatiel,
  type Decides,
  type MeasuredSentinel,
  opossum,
  rateLimiterFlexible,
  startSentinel,
} from './others.ts';
import { nanosOf, type Situation } from './ours.ts';

const PLAN: Plan = { rounds: 5, warmUps: 2 };
const QUICK_PLAN: Plan = { rounds: 1, warmUps: 1 };
const NANOS_MAX = 1_000;
const UNIT = 'ns';
const USUAL: Situation = { callerRules: 10, callers: 10, keys: 100 };
const ALL = { hotspot: true, breaker: true, global: true };

export const flowBenchmark: Benchmark = {
  summary: 'a decision of the flow engine, by rules, callers and keys, beside Sentinel and others',
  inMesh: false,
  options: {
    'round-ms': {
      what: 'how long each round lasts, in milliseconds',
      ...{ default: 1_000, quick: 60, min: 10, max: 60_000 },
    },
  },
  run: async (run) => {
    const sentinel = await startSentinel();
    try {
      return [
        ...(await ownRows(run)),
        ...(await sentinelRows(run, sentinel)),
        ...(await libraryRows(run)),
      ];
    } finally {
      sentinel.close();
    }
  },
};

const roundMs = ({ numbers }: BenchmarkRun): number => numbers['round-ms'] ?? 1;
const planOf = ({ quick }: BenchmarkRun): Plan => (quick ? QUICK_PLAN : PLAN);

const SITUATIONS: Readonly<Record<string, Situation>> = {
  '10 rules, 10 callers, 100 keys': { ...USUAL, ...ALL },
  '1,000 rules': { ...USUAL, ...ALL, callerRules: 1_000 },
  '10,000 rules': { ...USUAL, ...ALL, callerRules: 10_000 },
  '1,000 callers': { ...USUAL, ...ALL, callerRules: 1_000, callers: 1_000 },
  '10,000 keys': { ...USUAL, ...ALL, keys: 10_000 },
  '1,000,000 keys': { ...USUAL, ...ALL, keys: 1_000_000 },
};

/** Limit of the caller, hotspot, breaker and global limit, one after the other and together. */
async function ownRows(run: BenchmarkRun): Promise<Row[]> {
  run.tell('decisions by rules, callers and keys');
  const forMs = roundMs(run);
  const sides = Object.fromEntries(
    Object.entries(SITUATIONS).map(([name, situation]) => {
      const nanos = nanosOf(situation);
      return [name, () => Promise.resolve(nanos(forMs))];
    }),
  );
  const measured = await inTurns(sides, planOf(run));
  return Object.entries(measured).map(([name, values]) =>
    figureRowOf(
      {
        ...{ name: `a decision: ${name}`, unit: UNIT, goal: { atMost: NANOS_MAX } },
        meaning: 'limit of the caller, hotspot, breaker and global limit, asked for and completed',
        limit: 'what does not fit into the caches of the processor: values, their slots and hashes',
      },
      values,
    ),
  );
}

interface Beside {
  name: string;
  ours: Situation;
  other: Decides;
  meaning: string;
  /** How many times faster ours is to be. */
  goal?: number;
}

async function rowBeside(run: BenchmarkRun, beside: Beside): Promise<Row> {
  const { name, ours, other, ...more } = beside;
  run.tell(name);
  const forMs = roundMs(run);
  const nanos = nanosOf(ours);
  const measured = await sideBySide(
    { ours: () => Promise.resolve(nanos(forMs)), other: () => other(forMs) },
    planOf(run),
  );
  return rowOf({ name, unit: UNIT, better: 'lower', ...more }, measured);
}

async function sentinelRows(run: BenchmarkRun, sentinel: MeasuredSentinel): Promise<Row[]> {
  const kinds: readonly [string, string, Situation][] = [
    ['limits of 10 callers', 'flow', USUAL],
    ['limits of 1,000 callers', 'flow', { ...USUAL, callerRules: 1_000 }],
    [
      'a hotspot with 1,000 keys',
      'param',
      { ...USUAL, callerRules: 0, keys: 1_000, hotspot: true },
    ],
    ['a breaker', 'degrade', { ...USUAL, callerRules: 0, breaker: true }],
    ['all three', 'flow+param+degrade', { ...USUAL, hotspot: true, breaker: true }],
  ];
  const rows: Row[] = [];
  for (const [what, words, ours] of kinds) {
    const other = sentinel.decides(words, ours);
    const meaning = 'Sentinel enters and leaves by its own clock, in a process of its own';
    const name = `${what}, beside Sentinel`;
    rows.push(await rowBeside(run, { name, ours, other, meaning, goal: 1 }));
  }
  return rows;
}

async function libraryRows(run: BenchmarkRun): Promise<Row[]> {
  const { decides, end } = opossum();
  try {
    return await rowsBesideLibraries(run, decides);
  } finally {
    end();
  }
}

async function rowsBesideLibraries(run: BenchmarkRun, byOpossum: Decides): Promise<Row[]> {
  const breaker: Situation = { ...USUAL, callerRules: 0, breaker: true };
  const besides: readonly Beside[] = [
    {
      ...{ name: 'limits of 10 callers, beside rate-limiter-flexible', ours: USUAL },
      ...{ other: rateLimiterFlexible(10), meaning: 'in memory, a counter a caller and second' },
    },
    {
      ...{ name: 'a breaker, beside cockatiel', ours: breaker, other: cockatiel() },
      meaning: 'counts failures in a row around a call that does nothing',
    },
    {
      ...{ name: 'a breaker, beside opossum', ours: breaker, other: byOpossum },
      meaning: 'a share of failures in buckets around a call that does nothing',
    },
  ];
  const rows: Row[] = [];
  for (const beside of besides) rows.push(await rowBeside(run, beside));
  return rows;
}
