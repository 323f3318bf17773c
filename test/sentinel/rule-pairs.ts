// One rule in both languages: ours and Sentinel's.
import type {
  AccessRule,
  DegradeRule,
  EngineRule,
  FlowRule,
  HotspotRule,
  RuleKind,
  SystemRule,
} from '@member-mesh/flow-engine';

import { RESOURCE, type RulePair } from './schedule.ts';

const SECOND_MS = 1_000;

function rule(ruleId: string, kind: RuleKind): EngineRule {
  return { ruleId, mode: 'enforce', enforcePercent: 0, kind };
}

function line(word: string, values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return [word, ...given.map(([name, value]) => `${name}=${value}`)].join(' ');
}

const BEHAVIORS = { reject: 0, warm_up: 1, pace: 2 };

interface FlowPair {
  threshold: number;
  /** A caller's name; empty for all together. */
  caller?: string;
  metric?: 'cost' | 'concurrency';
  behavior?: keyof typeof BEHAVIORS;
  warmUpSec?: number;
  queueMs?: number;
  id?: string;
}

export function flow(pair: FlowPair): RulePair {
  const { threshold, caller = '', metric = 'cost', behavior = 'reject', id = 'flow' } = pair;
  const { warmUpSec, queueMs } = pair;
  const ours: FlowRule = {
    type: 'flow',
    ...{ resource: RESOURCE, caller, metric, threshold, burst: 0, scope: 'per_gateway', behavior },
    ...{ coldFactor: 3, windowMs: SECOND_MS },
    ...(warmUpSec !== undefined && { warmUpMs: warmUpSec * SECOND_MS }),
    ...(queueMs !== undefined && { queueTimeoutMs: queueMs }),
  };
  const sentinel = line('flow', {
    ...{ resource: RESOURCE, count: threshold, grade: metric === 'cost' ? 1 : 0 },
    ...{ caller: caller || 'default', behavior: BEHAVIORS[behavior], warmUpSec, queueMs },
  });
  return { ours: rule(id, ours), sentinel };
}

export function hotspot(threshold: number, override?: [string, number]): RulePair {
  const ours: HotspotRule = {
    type: 'hotspot',
    ...{ resource: RESOURCE, caller: '', key: 'account', threshold, burst: 0 },
    ...{ windowMs: SECOND_MS, overrides: override ? { [override[0]]: override[1] } : {} },
  };
  const item = override?.join(':');
  const sentinel = line('param', { resource: RESOURCE, count: threshold, item });
  return { ours: rule('hotspot', ours), sentinel };
}

const STRATEGIES = { slow_ratio: 0, error_ratio: 1, error_count: 2 };

interface DegradePair {
  strategy: keyof typeof STRATEGIES;
  threshold: number;
  openSec: number;
  minRequests?: number;
  slowAfterMs?: number;
  id?: string;
}

export function degrade(pair: DegradePair): RulePair {
  const { strategy, threshold, openSec, minRequests = 1, slowAfterMs, id = 'degrade' } = pair;
  const ours: DegradeRule = {
    type: 'degrade',
    ...{ resource: RESOURCE, strategy, threshold, minRequests, probes: 1, fallback: 'fail_fast' },
    ...{ statWindowMs: SECOND_MS, openForMs: openSec * SECOND_MS },
    ...(slowAfterMs !== undefined && { slowAfterMs }),
  };
  const isSlow = strategy === 'slow_ratio';
  const sentinel = line('degrade', {
    ...{ resource: RESOURCE, grade: STRATEGIES[strategy], openSec, minRequests },
    count: isSlow ? slowAfterMs : threshold,
    slowRatio: isSlow ? threshold : undefined,
  });
  return { ours: rule(id, ours), sentinel };
}

export function system(limits: { concurrency?: number; costPerSecond?: number }): RulePair {
  const { concurrency, costPerSecond } = limits;
  const ours: SystemRule = {
    type: 'system',
    costPerSecondMax: costPerSecond ?? 0,
    concurrencyMax: concurrency ?? 0,
    adaptiveConcurrency: false,
  };
  const sentinel = line('system', { threads: concurrency, qps: costPerSecond });
  return { ours: rule('system', ours), sentinel };
}

export function access(callers: { allow?: string[]; deny?: string[] }): RulePair {
  const { allow = [], deny = [] } = callers;
  const ours: AccessRule = {
    type: 'access',
    resource: RESOURCE,
    allow,
    deny,
  };
  const named = (allow.length > 0 ? allow : deny).join(',');
  const strategy = allow.length > 0 ? 0 : 1;
  const sentinel = line('authority', { resource: RESOURCE, callers: named, strategy });
  return { ours: rule('access', ours), sentinel };
}
