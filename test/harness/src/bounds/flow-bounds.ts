// The bounds of every field of flow.v1's requests, by message and field.
import {
  AMOUNT,
  type Bound,
  chosen,
  COUNT,
  DAY_MS,
  differing,
  duration,
  known,
  NAME,
  nameOrNone,
  NUMBERED,
  numbers,
  PAGE_SIZE,
  repeated,
  required,
  resource,
  THRESHOLD,
  time,
  VERSION,
} from './bound.ts';

const ETAG: Bound = { says: 'at most 64 bytes', inside: [''], outside: ['x'.repeat(65)] };
const RATIO = numbers('A ratio: above 0, at most 1', [0.001, 1], [-1, 0, 1.01, NaN]);
const RULES: Record<string, Record<string, Bound>> = {
  Rule: {
    rule_id: NAME,
    etag: ETAG,
    description: {
      says: 'At most 1,024 bytes',
      inside: ['', 'x'.repeat(1_024)],
      outside: ['é'.repeat(513)],
    },
    mode: known(3),
    enforce_percent: numbers('0 to 100', [0, 100], [-1, 101]),
    ...Object.fromEntries(
      ['flow', 'hotspot', 'degrade', 'system', 'access'].map((kind) => [
        kind,
        { says: 'Exactly one', of: 'flow.v1.Rule.kind', inside: [], outside: [] },
      ]),
    ),
  },
  FlowRule: {
    ...{ resource: resource([], ['tier:redis/a']), metric: known(2), scope: known(2) },
    caller: { ...nameOrNone('"*" or empty'), inside: ['', '*', 'x'.repeat(64)] },
    behavior: known(3),
    ...{ threshold: THRESHOLD, burst: AMOUNT },
    warm_up: duration('bove 0, at most 1 day', -1, DAY_MS),
    cold_factor: numbers('above 1, at most 1,000', [0, 1.01, 1_000], [1, -1, 1_001]),
    queue_timeout: duration('At most 60 s', 0, 60_000),
    window: duration('10 ms to 1 day', 10, DAY_MS),
  },
  HotspotRule: {
    ...{ resource: resource([], ['tier:redis/a']), key: chosen(2) },
    caller: { ...nameOrNone('"*" or empty'), inside: ['', '*', 'x'.repeat(64)] },
    ...{ threshold: THRESHOLD, burst: AMOUNT },
    window: duration('10 ms to 1 day', 10, DAY_MS),
    overrides: {
      says: 'At most 1,000 values',
      inside: [{}, { 5: 0 }, ids(1_000)],
      outside: [ids(1_001), { x: 1 }, { 5: -1 }, { 5: 0.5 }, { 5: 2e9 }],
    },
    penalty: duration('At most 1 day', 0, DAY_MS),
  },
  DegradeRule: {
    resource: resource(['tier:redis/a', 'tier:mysql/0'], ['tier:redis/c']),
    ...{ strategy: chosen(4), fallback: known(2), threshold: RATIO },
    slow_after: duration('bove 0, at most 1 day', -1, DAY_MS),
    min_requests: COUNT,
    stat_window: duration('10 ms to 1 day', 10, DAY_MS),
    open_for: duration('bove 0, at most 1 day', -1, DAY_MS),
    probes: COUNT,
  },
  SystemRule: {
    cost_per_second_max: numbers('0 or at least 1', [0, 1, 1e9], [0.5, -1, 1.1e9, NaN]),
    concurrency_max: COUNT,
    event_loop_delay_max: duration('At most 1 day', 0, DAY_MS),
    response_time_mean_max: duration('At most 1 day', 0, DAY_MS),
  },
  AccessRule: {
    resource: resource([], ['tier:redis/a']),
    allow: {
      says: 'At most 1,000 different names',
      inside: [['*'], differing(1_000)],
      outside: [differing(1_001), ['a', 'a'], ['A']],
    },
    deny: {
      says: 'At most 1,000 different names',
      inside: [[], ['*'], differing(1_000)],
      outside: [differing(1_001), ['a', 'a'], ['A'], ['allowed']],
    },
  },
};

function ids(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [String(at + 1), 1]));
}

function rules(count: number): object[] {
  return Array.from({ length: count }, (_, at) => ({
    ruleId: `rule-${at}`,
    access: { resource: '*', allow: ['a'] },
  }));
}

const GATEWAY: Bound = {
  says: '1 to 128 printable ASCII',
  inside: ['g', 'x'.repeat(128)],
  outside: ['', 'a b', 'é', 'x'.repeat(129), 'a\n'],
};
const REPORTED: Bound = {
  says: 'at most 256 bytes',
  inside: ['*', 'x'.repeat(256)],
  outside: ['', 'x'.repeat(257)],
};
const SHARE = numbers('0 to 10^9', [0, 1e9], [-1, 1.1e9, NaN]);
const COST = numbers('0 to 10^12', [0, 1e12], [-1, 1.1e12, NaN]);

const POLICY: Record<string, Record<string, Bound>> = {
  Caller: {
    name: NAME,
    traffic_class: chosen(3),
    permissions: {
      says: '1 to 4 different ones',
      inside: [[1], [1, 2, 3, 4]],
      outside: [[], [1, 1], [0], [5], repeated(100_000, 1)],
    },
    key_expire_time: {
      ...time('years 1 to 9999; of a new caller, later than now'),
      inside: [null, { seconds: 253_402_300_799 }],
    },
  },
  ListRulesRequest: {
    resource: {
      says: 'at most 256 bytes',
      inside: ['', 'x'.repeat(256)],
      outside: ['x'.repeat(257)],
    },
  },
  PutRuleRequest: { rule: required() },
  ReplaceRulesRequest: {
    rules: {
      says: 'At most 1,000',
      inside: [[], rules(1_000)],
      outside: [rules(1_001), [...rules(1), ...rules(1)]],
    },
    etag: ETAG,
  },
  RollBackRulesRequest: { revision: NUMBERED, etag: ETAG },
  DeleteRuleRequest: { rule_id: { ...NAME, says: 'As Rule.rule_id' }, etag: ETAG },
  ListRuleHistoryRequest: {
    rule_id: nameOrNone('else as Rule.rule_id'),
    page_size: PAGE_SIZE,
    page_token: {
      says: 'next_page_token',
      inside: ['', '12', '12.a-rule'],
      outside: ['x', '1'.repeat(16), '12.', '12.A'],
    },
  },
  PutCallerRequest: { caller: required() },
  RotateCallerKeyRequest: {
    name: { ...NAME, says: 'As Caller.name' },
    overlap: duration('0 to 30 days', 0, 30 * DAY_MS),
  },
  DeleteCallerRequest: { name: { ...NAME, says: 'As Caller.name' } },
  WatchPolicyRequest: { gateway_id: GATEWAY, known_revision: VERSION },
  LeaseQuotaRequest: {
    gateway_id: { ...GATEWAY, says: 'As WatchPolicyRequest.gateway_id' },
    rule_id: { ...NAME, says: 'As Rule.rule_id' },
    wanted_per_second: SHARE,
    ...{ incarnation: NUMBERED, ask: NUMBERED, wanted: COST, used: COST },
    weight: numbers('At most 1,000', [0, 1_000], [-1, 1_001]),
    held: { says: 'unset before the first', inside: [null], outside: [] },
    policy_revision: VERSION,
  },
  ListRefusalsRequest: {
    caller: nameOrNone('else as Caller.name'),
    rule_id: nameOrNone('else as Rule.rule_id'),
    page_size: PAGE_SIZE,
  },
  WatchTrafficRequest: {
    every: {
      says: '1 s to 60 s, in whole seconds',
      inside: [null, { seconds: 1 }, { seconds: 60 }],
      outside: [{}, { seconds: 61 }, { seconds: 1, nanos: 500_000_000 }, { seconds: -1 }],
    },
    from: time(),
  },
  ReportTrafficRequest: {
    gateway_id: { ...GATEWAY, says: 'As WatchPolicyRequest.gateway_id' },
    second: time(),
    resources: {
      says: 'At most 10,000',
      inside: [[], repeated(10_000, { resource: '*' })],
      outside: [repeated(10_001, { resource: '*' })],
    },
    policy_revision: VERSION,
    hot_values: {
      says: 'At most 100',
      inside: [[], repeated(100, { resource: '*', value: '5' })],
      outside: [repeated(101, { resource: '*', value: '5' })],
    },
    refusals: {
      says: 'at most 100',
      inside: [[], repeated(100, { resource: '*', caller: 'a', ruleId: 'r' })],
      outside: [repeated(101, { resource: '*', caller: 'a', ruleId: 'r' })],
    },
  },
  ResourceTraffic: {
    resource: REPORTED,
    caller: nameOrNone('else as Caller.name'),
    ...Object.fromEntries(
      ['passed', 'refused', 'shadow_refused', 'failed'].map((count) => [
        count,
        { ...VERSION, of: 'flow.v1.ResourceTraffic.passed' },
      ]),
    ),
    ...Object.fromEntries(
      ['response_time_mean_ms', 'response_time_p99_ms'].map((field) => [
        field,
        { ...SHARE, of: 'flow.v1.ResourceTraffic.passed' },
      ]),
    ),
    breaker: known(3),
  },
  HotValue: {
    resource: REPORTED,
    value: { says: 'at most 256 bytes', inside: ['', 'x'.repeat(256)], outside: ['x'.repeat(257)] },
    cost_per_second: COST,
  },
  Refusal: {
    refuse_time: time(),
    // Whoever reports is meant.
    gateway_id: { says: 'whatever it says here', inside: ['', 'é'], outside: [] },
    caller: { ...NAME, says: 'As Caller.name' },
    resource: REPORTED,
    rule_id: { ...NAME, says: 'As Rule.rule_id' },
    policy_revision: VERSION,
    ...{ used: COST, threshold: COST },
    retry_after: duration('At most 1 day', 0, DAY_MS),
  },
  HeldLease: {
    ...{ grant_id: NUMBERED, share: SHARE, fair_share: SHARE },
    usable_for: duration('At most 1 day', 0, DAY_MS),
  },
};

export const FLOW_BOUNDS: Readonly<Record<string, Record<string, Bound>>> = { ...RULES, ...POLICY };
