// `./mesh bench reads`: reads of one cached member through gateway, member-query and Redis, beside
// a bare grpc-js echo of the same message and a plain proxy of the same two hops.
import type { Benchmark, BenchmarkRun, Row } from '../frame/benchmark.ts';
import { inTurns, type Plan, rowOf } from '../frame/side-by-side.ts';
import { median } from '../frame/statistics.ts';
import { type Round, serverUs, spentText } from '../load/measure.ts';
import type { Pace } from '../load/order.ts';
import type { Side } from '../mesh/read-sides.ts';
import { encodeRequest } from '../opponents/member-query.ts';
import { openLoopRows } from './open-loop.ts';
import { type ReadRound, roundsOf, withReadSides } from './rounds.ts';

const PLAN: Plan = { rounds: 5, warmUps: 2 };
const QUICK_PLAN: Plan = { rounds: 1, warmUps: 1 };

export const readsBenchmark: Benchmark = {
  summary: 'cached reads of one member, beside a bare echo and a plain proxy of the same two hops',
  inMesh: true,
  options: {
    members: {
      what: 'how many members are read',
      ...{ default: 2_000, quick: 200, min: 100, max: 50_000 },
    },
    'at-once': {
      what: 'how many calls are on their way',
      ...{ default: 128, quick: 64, min: 1, max: 4_000 },
    },
  },
  run: async (run) => {
    const { members = 0 } = run.numbers;
    return withReadSides(await run.mesh(), members, (sides, generators) => {
      const requests = sides.ids.map((id) => encodeRequest('GetMember', { member_id: id }));
      const script = { method: 'GetMember', requests, expected: sides.ids } as const;
      return measure(run, roundsOf(sides, generators, script));
    });
  },
};

async function measure(run: BenchmarkRun, round: ReadRound): Promise<Row[]> {
  const { quick, numbers, tell } = run;
  const pace: Pace = { kind: 'closed', atOnce: numbers['at-once'] ?? 1 };
  tell(`reads with ${pace.atOnce} on their way`);
  const closed = (side: Side) => () => round(side, pace, quick ? 600 : 3_000);
  const measured = await inTurns(
    { ours: closed('ours'), echo: closed('echo'), proxy: closed('proxy') },
    quick ? QUICK_PLAN : PLAN,
  );
  const peak = (side: Side): number => median(measured[side].map(({ perSecond }) => perSecond));
  const peaks = { ours: peak('ours'), echo: peak('echo'), proxy: peak('proxy') };
  return [...peakRows(measured, peaks), ...(await openLoopRows(run, { round, peaks }))];
}

interface Opponent {
  side: Side;
  beside: string;
  goal: number;
  meaning: string;
}

const OPPONENTS: readonly Opponent[] = [
  {
    ...{ side: 'echo', beside: 'a bare echo', goal: 0.75 },
    meaning: 'the echo answers from its memory in one hop, checks nobody and counts nothing',
  },
  {
    ...{ side: 'proxy', beside: 'a plain proxy', goal: 3.5 },
    meaning: 'two plain hops and a GET for every call, without anything that a mesh is for',
  },
];

function peakRows(measured: Record<Side, Round[]>, peaks: Record<Side, number>): Row[] {
  const { ours } = measured;
  const echoShare = (peaks.echo / peaks.proxy).toFixed(2);
  return OPPONENTS.flatMap(({ side, beside, goal, meaning }) => {
    const other = measured[side];
    const spent = `ours spends ${spentText(ours)} a call; ${beside} ${spentText(other)}`;
    const limit = side === 'proxy' ? `${spent}; the bare echo reaches ${echoShare}×` : spent;
    return [
      rowOf(
        {
          ...{ name: `reads, beside ${beside}`, unit: 'calls/s', better: 'higher' },
          ...{ meaning, goal, limit },
        },
        {
          ours: ours.map(({ perSecond }) => perSecond),
          other: other.map(({ perSecond }) => perSecond),
        },
      ),
      rowOf(
        {
          ...{ name: `reads, servers' processor time, beside ${beside}`, unit: 'µs/call' },
          ...{ better: 'lower', meaning: `${spentText(ours)}; ${beside}: ${spentText(other)}` },
        },
        { ours: ours.map(serverUs), other: other.map(serverUs) },
      ),
    ];
  });
}
