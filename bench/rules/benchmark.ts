// `./mesh bench rules`: what rules cost a gateway: cached reads with a hundred of them in force,
// beside the same reads with none.
import type { Rule } from '@member-mesh/contracts';

import type { Benchmark, BenchmarkRun, Row } from '../frame/benchmark.ts';
import { inTurns, type Plan, rowOf } from '../frame/side-by-side.ts';
import { type Round, spentText } from '../load/measure.ts';
import type { Pace } from '../load/order.ts';
import type { BenchMesh } from '../mesh/bench-mesh.ts';
import { withRules } from '../mesh/rules.ts';
import { encodeRequest } from '../opponents/member-query.ts';
import { type ReadRound, roundsOf, withReadSides } from '../reads/rounds.ts';

const PLAN: Plan = { rounds: 5, warmUps: 2 };
const QUICK_PLAN: Plan = { rounds: 1, warmUps: 1 };
const RESOURCE = '/member.v1.MemberQueryService/GetMember';
/** Never reached: what is measured is asking. */
const NEVER = 1e9;
const SHARE_LEFT = 0.95;

export const rulesBenchmark: Benchmark = {
  summary: 'cached reads of one member with rules in force, beside the same reads with none',
  inMesh: true,
  options: {
    members: {
      what: 'how many members are read',
      ...{ default: 2_000, quick: 200, min: 100, max: 50_000 },
    },
    rules: {
      what: 'how many rules are in force',
      ...{ default: 100, quick: 20, min: 5, max: 900 },
    },
    'at-once': {
      what: 'how many calls are on their way',
      ...{ default: 128, quick: 64, min: 1, max: 4_000 },
    },
  },
  run: async (run) => {
    const bench = await run.mesh();
    return withReadSides(bench, run.numbers['members'] ?? 0, (sides, generators) => {
      const requests = sides.ids.map((id) => encodeRequest('GetMember', { member_id: id }));
      const script = { method: 'GetMember', requests, expected: sides.ids } as const;
      return measure(run, bench, roundsOf(sides, generators, script));
    });
  },
};

async function measure(run: BenchmarkRun, bench: BenchMesh, round: ReadRound): Promise<Row[]> {
  const { quick, numbers, tell } = run;
  const pace: Pace = { kind: 'closed', atOnce: numbers['at-once'] ?? 1 };
  const rules = rulesFor(numbers['rules'] ?? 0);
  tell(`reads with ${rules.length} rules and with none`);
  const read = (): Promise<Round> => round('ours', pace, quick ? 600 : 3_000);
  const measured = await inTurns(
    { ruled: () => withRules(bench, rules, read), free: read },
    quick ? QUICK_PLAN : PLAN,
  );
  const rateOf = ({ perSecond }: Round): number => perSecond;
  return [
    rowOf(
      {
        ...{ name: `reads with ${rules.length} rules, beside none`, unit: 'calls/s' },
        ...{ better: 'higher', goal: SHARE_LEFT },
        meaning: 'limits of callers, a hotspot, a breaker and a limit over all gateways are asked',
        limit: `with rules ${spentText(measured.ruled)}; without ${spentText(measured.free)}`,
      },
      { ours: measured.ruled.map(rateOf), other: measured.free.map(rateOf) },
    ),
  ];
}

/** The last four are asked for every call, and one of the others for those who call here. */
function rulesFor(count: number): Rule[] {
  const callers = Array.from({ length: count - 4 }, (_, at) => `caller-${at}`);
  return [
    ...['order-service', ...callers.slice(1)].map((caller) => ({
      ruleId: `limit-${caller}`,
      flow: { resource: RESOURCE, caller, threshold: NEVER },
    })),
    { ruleId: 'pool', flow: { resource: '*', threshold: NEVER } },
    { ruleId: 'global', flow: { resource: '*', threshold: NEVER, scope: 'SCOPE_GLOBAL' } },
    { ruleId: 'hot', hotspot: { resource: '*', key: 'KEY_MEMBER_ID', threshold: NEVER } },
    {
      ruleId: 'breaker',
      degrade: {
        ...{ resource: RESOURCE, strategy: 'STRATEGY_ERROR_RATIO', threshold: 0.5 },
        openFor: { seconds: 1 },
      },
    },
  ];
}
