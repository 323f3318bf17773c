// `./mesh bench index`: what each rule of the index is worth, measured against its opposite on the
// same data in one real Elasticsearch node.
import type { Benchmark, BenchmarkRun, Row } from '../frame/benchmark.ts';
import {
  callMs,
  callsPerSecond,
  callsToFill,
  type Measure,
  type Plan,
  rowOf,
  sideBySide,
} from '../frame/side-by-side.ts';
import { type BenchNode, startBenchNode } from './bench-node.ts';
import { INDEX } from './definitions.ts';
import { memberDocuments, type MemberDocuments } from './documents.ts';
import { load, loadRow, sizeRow } from './load.ts';
import { type Pair, pairsOf } from './questions.ts';
import { sortingPairs } from './sorting.ts';

const PLAN: Plan = { rounds: 15, warmUps: 1 };
const QUICK_PLAN: Plan = { rounds: 3, warmUps: 0 };
/** The server compiles what runs often: it takes a while until it is as fast as it gets. */
const FILL = { roundMs: 150, warmUpMs: 1_500 };
const QUICK_FILL = { roundMs: 20, warmUpMs: 50 };
/** How many rounds of single calls a round of calls at once has. */
const BATCHES = 2;
const TELL_EVERY = 20_000;

export const indexBenchmark: Benchmark = {
  summary: 'the rules of the index against their opposites, in one Elasticsearch node',
  inMesh: false,
  options: {
    members: {
      what: 'how many members each index holds',
      ...{ default: 200_000, quick: 20_000, min: 100, max: 5_000_000 },
    },
  },
  run: async (run) => {
    const { numbers, tell } = run;
    const count = numbers['members'] ?? 0;
    tell(`making ${count} members and starting Elasticsearch`);
    const documents = memberDocuments(count);
    const node = await startBenchNode();
    try {
      return await measure(run, node, documents);
    } finally {
      await node.close();
    }
  },
};

async function measure(
  run: BenchmarkRun,
  node: BenchNode,
  documents: MemberDocuments,
): Promise<Row[]> {
  const { clock, tell } = run;
  const { elastic } = node;
  const onPage = (written: number): void => {
    if (written % TELL_EVERY === 0) tell(`${written} members in each of three indices`);
  };
  const rates = await load({ elastic, documents, clock, onPage });
  tell('merging segments');
  const sizes: number[] = [];
  for (const index of [INDEX.ours, INDEX.text, INDEX.sharded]) {
    sizes.push(await node.mergedBytes(index));
  }
  const [oursBytes = 0, textBytes = 0] = sizes;
  const rows: Row[] = [loadRow(rates), sizeRow(oursBytes, textBytes)];
  const { known } = documents;
  for (const pair of [...pairsOf(elastic, known), ...sortingPairs(elastic, known)]) {
    tell(pair.question.name);
    await expectSameAnswer(pair);
    rows.push(await measurePair(run, pair));
  }
  return rows;
}

async function expectSameAnswer({ question, ours, other, sameAnswer }: Pair): Promise<void> {
  const [a, b] = [await ours(0), await other(0)];
  const isSame = [...a].sort().join() === [...b].sort().join();
  if (a.length > 0 && b.length > 0 && (isSame || !sameAnswer)) return;
  throw new Error(`"${question.name}" compares unlike things: ${a.join()} and ${b.join()}`);
}

async function measurePair({ clock, quick }: BenchmarkRun, pair: Pair): Promise<Row> {
  const { atOnce, ours, other } = pair;
  const calls = await callsToFill(clock, [ours, other], quick ? QUICK_FILL : FILL);
  const measureOf = (ask: Pair['ours']): Measure =>
    atOnce === undefined
      ? callMs(clock, calls, ask)
      : callsPerSecond(clock, { calls: Math.max(calls * BATCHES, atOnce), atOnce }, ask);
  const sides = { ours: measureOf(ours), other: measureOf(other) };
  return rowOf(pair.question, await sideBySide(sides, quick ? QUICK_PLAN : PLAN));
}
