import { describe, expect, it } from '@jest/globals';

import type { RuleKind } from '@member-mesh/flow-engine';
import type { RuleDraft } from '@member-mesh/flow-policy';
import { violationsOfRule, violationsOfRuleSet } from './validate-rule.ts';

const GET_MEMBER = '/member.v1.MemberQueryService/GetMember';
const CATALOGUE = new Map([['member.v1.MemberQueryService', new Set(['GetMember'])]]);

const draft = (kind: RuleKind, rest: Partial<RuleDraft> = {}): RuleDraft => ({
  ruleId: 'r-1',
  description: '',
  mode: 'unspecified',
  enforcePercent: 0,
  kind,
  ...rest,
});

const KINDS = {
  flow: {
    type: 'flow',
    resource: GET_MEMBER,
    caller: '',
    metric: 'unspecified',
    threshold: 10,
    burst: 0,
    scope: 'unspecified',
    behavior: 'unspecified',
    coldFactor: 0,
  },
  hotspot: {
    type: 'hotspot',
    resource: '*',
    caller: '',
    key: 'account',
    threshold: 1,
    burst: 0,
    overrides: {},
  },
  degrade: {
    type: 'degrade',
    resource: 'tier:redis/a',
    strategy: 'error_ratio',
    threshold: 0.5,
    minRequests: 0,
    openForMs: 1_000,
    probes: 0,
    fallback: 'unspecified',
  },
  system: { type: 'system', costPerSecondMax: 0, concurrencyMax: 0, adaptiveConcurrency: true },
  access: { type: 'access', resource: 'class:marketing', allow: ['a'], deny: ['b'] },
} as const satisfies Record<string, RuleKind>;

type Kind = keyof typeof KINDS;

const fieldsOf = (rule: RuleDraft): string[] =>
  violationsOfRule(rule, 'rule', CATALOGUE).map(({ field }) => field);

const changed = (kind: Kind, change: object): RuleDraft => draft({ ...KINDS[kind], ...change });

describe('a rule', () => {
  it.each(Object.entries(KINDS))('of kind %s passes when all of it is in bounds', (_name, kind) => {
    expect(fieldsOf(draft(kind as RuleKind))).toEqual([]);
  });

  it.each<[Partial<RuleDraft>, string[]]>([
    [{ ruleId: '' }, ['rule.rule_id']],
    [{ ruleId: 'R' }, ['rule.rule_id']],
    [{ ruleId: 'x'.repeat(65) }, ['rule.rule_id']],
    [{ enforcePercent: 101 }, ['rule.enforce_percent']],
    [{ enforcePercent: -1 }, ['rule.enforce_percent']],
    [{ description: 'ü'.repeat(513) }, ['rule.description']],
    [{ ruleId: '_', enforcePercent: 700 }, ['rule.rule_id', 'rule.enforce_percent']],
  ])('that says %j has the bad fields %j', (rest, fields) => {
    expect(fieldsOf(draft(KINDS.system, rest))).toEqual(fields);
  });

  it.each<[Kind, object, string, string]>([
    ['flow', { threshold: 0.5 }, 'threshold', 'window of 2000 ms'],
    ['flow', { threshold: 0.25, burst: 0.5, windowMs: 10_000 }, 'threshold', 'window of 40000 ms'],
    ['flow', { threshold: 0.5, behavior: 'pace', queueTimeoutMs: 5 }, 'threshold', '2000 ms'],
    ['flow', { threshold: 0.00001 }, 'threshold', 'no window up to 1 day'],
    ['flow', { threshold: 0.5, metric: 'concurrency' }, 'threshold', 'in progress counts 1'],
    ['hotspot', { threshold: 0.5, windowMs: 500 }, 'threshold', 'window of 1000 ms'],
    ['hotspot', { overrides: { 'wechat:x': 0.1 } }, 'overrides["wechat:x"]', 'window of 10000 ms'],
    ['system', { costPerSecondMax: 0.9 }, 'cost_per_second_max', 'costs 1'],
  ])(
    'of kind %s with %j lets nothing pass, and is told what would',
    (kind, change, field, said) => {
      const found = violationsOfRule(changed(kind, change), 'rule', CATALOGUE);
      expect(found).toEqual([
        { field: `rule.${kind}.${field}`, description: expect.stringContaining(said) as unknown },
      ]);
    },
  );

  it.each<[Kind, object]>([
    ['flow', { threshold: 0.5, burst: 0.5 }],
    ['flow', { threshold: 1.5 }],
    ['hotspot', { overrides: { 'wechat:x': 0 } }],
    ['hotspot', { burst: 1, overrides: { 'wechat:x': 0.1 } }],
  ])('of kind %s with %j lets something pass, or nothing on purpose', (kind, change) => {
    expect(fieldsOf(changed(kind, change))).toEqual([]);
  });

  it.each<[Kind, object, string[]]>([
    ['flow', { threshold: 0 }, ['threshold']],
    ['flow', { threshold: -1 }, ['threshold']],
    ['flow', { threshold: Number.NaN }, ['threshold']],
    ['flow', { threshold: Infinity, burst: -0.5 }, ['threshold', 'burst']],
    ['flow', { windowMs: 9 }, ['window']],
    ['flow', { windowMs: 86_400_001 }, ['window']],
    ['flow', { windowMs: 86_400_000 }, []],
    ['flow', { caller: 'Order Service' }, ['caller']],
    ['flow', { caller: '*' }, []],
    ['flow', { coldFactor: 1 }, ['cold_factor']],
    ['flow', { behavior: 'warm_up' }, ['warm_up']],
    ['flow', { behavior: 'warm_up', warmUpMs: 0 }, ['warm_up']],
    ['flow', { behavior: 'pace' }, ['queue_timeout']],
    ['flow', { behavior: 'pace', queueTimeoutMs: 0 }, []],
    ['flow', { queueTimeoutMs: -1 }, ['queue_timeout']],
    ['flow', { metric: 'concurrency', behavior: 'pace', queueTimeoutMs: 5 }, ['behavior']],
    ['flow', { resource: 'tier:mysql/0' }, ['resource']],
    ['flow', { resource: '' }, ['resource']],
    ['flow', { resource: 'class:vip' }, ['resource']],
    ['flow', { resource: '/member.v1.MemberQueryService/GetMembers' }, ['resource']],
    ['flow', { resource: '/member.v1.MemberQueryService/*' }, []],
    ['flow', { resource: '/mesh.record.v1.RecordService/*' }, ['resource']],
    ['flow', { resource: 'member.v1.MemberQueryService/GetMember' }, ['resource']],
    ['hotspot', { key: 'unspecified' }, ['key']],
    ['hotspot', { threshold: 0, burst: -1, penaltyMs: -1 }, ['threshold', 'burst', 'penalty']],
    ['hotspot', { overrides: { 'wechat:o6_bm': 0, 'app-ly:a:b': 3 } }, []],
    ['hotspot', { overrides: { '12345': 1 } }, ['overrides["12345"]']],
    ['hotspot', { key: 'member_id', overrides: { '12345': 1 } }, []],
    ['hotspot', { key: 'member_id', overrides: { 'x"': -1 } }, Array(2).fill('overrides["x\\""]')],
    [
      'hotspot',
      { overrides: Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`a:${i}`, 1])) },
      ['overrides'],
    ],
    ['degrade', { strategy: 'unspecified' }, ['strategy']],
    ['degrade', { threshold: 1.01 }, ['threshold']],
    ['degrade', { threshold: 0 }, ['threshold']],
    ['degrade', { strategy: 'error_count', threshold: 50 }, []],
    ['degrade', { strategy: 'slow_ratio' }, ['slow_after']],
    ['degrade', { strategy: 'average_response_time', threshold: 0, slowAfterMs: 20 }, []],
    ['degrade', { openForMs: undefined }, ['open_for']],
    ['degrade', { openForMs: 0 }, ['open_for']],
    ['degrade', { minRequests: -1, probes: 1.5 }, ['min_requests', 'probes']],
    ['degrade', { statWindowMs: 5 }, ['stat_window']],
    ['degrade', { resource: 'tier:elastic/order-c' }, ['resource']],
    ['degrade', { resource: GET_MEMBER }, []],
    [
      'system',
      { costPerSecondMax: -1, concurrencyMax: -1 },
      ['cost_per_second_max', 'concurrency_max'],
    ],
    ['system', { eventLoopDelayMaxMs: -1 }, ['event_loop_delay_max']],
    ['access', { allow: [], deny: [] }, ['allow']],
    ['access', { allow: ['a', 'a'], deny: ['a'] }, ['allow[1]', 'deny[0]']],
    ['access', { allow: ['*'], deny: ['B'] }, ['deny[0]']],
  ])('of kind %s with %j has the bad fields %j', (kind, change, fields) => {
    const expected = fields.map((field) => `rule.${kind}.${field}`);
    expect(fieldsOf(changed(kind, change))).toEqual(expected);
  });
});

describe('a set of rules', () => {
  it('has no id twice, whatever the kinds', () => {
    const rules = [draft(KINDS.flow), draft(KINDS.access), draft(KINDS.system, { ruleId: 's' })];
    const violations = violationsOfRuleSet(rules, CATALOGUE);
    expect(violations.map(({ field }) => field)).toEqual(['rules[1].rule_id']);
  });
});
