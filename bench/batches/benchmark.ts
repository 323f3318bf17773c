// `./mesh bench batches`: many members with one call, beside the echo and the proxy of the same
// batch.
import type { Benchmark, BenchmarkRun, Row } from '../frame/benchmark.ts';
import { figureRowOf, inTurns, type Plan, rowOf } from '../frame/side-by-side.ts';
import { median } from '../frame/statistics.ts';
import { type Round, spentText } from '../load/measure.ts';
import type { Side } from '../mesh/read-sides.ts';
import { encodeRequest } from '../opponents/member-query.ts';
import { type ReadRound, roundsOf, type Script, withReadSides } from '../reads/rounds.ts';

const BATCH = 100;
const MEMBERS_PER_SECOND_MIN = 100_000;
const PLAN: Plan = { rounds: 5, warmUps: 2 };
const QUICK_PLAN: Plan = { rounds: 1, warmUps: 1 };

export const batchesBenchmark: Benchmark = {
  summary: 'cached reads of 100 members with one call, beside echo and proxy of the same batch',
  inMesh: true,
  options: {
    members: {
      what: 'how many members are read',
      ...{ default: 2_000, quick: 200, min: BATCH, max: 50_000 },
    },
    'at-once': {
      what: 'how many calls are on their way',
      ...{ default: 16, quick: 8, min: 1, max: 1_000 },
    },
  },
  run: async (run) => {
    const { members = 0 } = run.numbers;
    return withReadSides(await run.mesh(), members, (sides, generators) =>
      measure(run, roundsOf(sides, generators, scriptOf(sides.ids))),
    );
  },
};

/** Batches that begin at every tenth member: each member comes in ten different ones. */
function scriptOf(ids: readonly string[]): Script {
  const starts = Array.from({ length: Math.ceil(ids.length / 10) }, (_, at) => at * 10);
  const batches = starts.map((start) =>
    Array.from({ length: BATCH }, (_, at) => ids[(start + at) % ids.length] ?? ''),
  );
  return {
    method: 'BatchGetMembers',
    requests: batches.map((batch) => encodeRequest('BatchGetMembers', { member_ids: batch })),
    expected: batches.map((batch) => batch.at(-1) ?? ''),
  };
}

async function measure(run: BenchmarkRun, round: ReadRound): Promise<Row[]> {
  const { quick, numbers, tell } = run;
  const pace = { kind: 'closed', atOnce: numbers['at-once'] ?? 1 } as const;
  tell(`batches of ${BATCH} with ${pace.atOnce} on their way`);
  const closed = (side: Side) => () => round(side, pace, quick ? 600 : 3_000);
  const measured = await inTurns(
    { ours: closed('ours'), echo: closed('echo'), proxy: closed('proxy') },
    quick ? QUICK_PLAN : PLAN,
  );
  const rateOf = ({ perSecond }: Round): number => perSecond * BATCH;
  const ours = measured.ours.map(rateOf);
  const echoRate = Math.round(median(measured.echo.map(rateOf)));
  const beside = (side: Side, who: string): Row =>
    rowOf(
      {
        ...{ name: `batches of ${BATCH}, beside ${who}`, unit: 'members/s', better: 'higher' },
        meaning: `${who} ${side === 'echo' ? 'encodes' : 'decodes and encodes'} each batch`,
      },
      { ours, other: measured[side].map(rateOf) },
    );
  return [
    figureRowOf(
      {
        ...{ name: `batches of ${BATCH}`, unit: 'members/s' },
        goal: { atLeast: MEMBERS_PER_SECOND_MIN },
        meaning: `through gateway, member-query and Redis, ${pace.atOnce} batches on their way`,
        limit: `a batch costs ${spentText(measured.ours)}; the echo's ${spentText(measured.echo)}, with which it gives ${echoRate} members/s`,
      },
      ours,
    ),
    beside('echo', 'a bare echo'),
    beside('proxy', 'a plain proxy'),
  ];
}
