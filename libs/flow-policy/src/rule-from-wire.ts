// flow.v1.Rule to the rule that is stored and enforced. Only what cannot be said there is a
// violation here; bounds are flow-control's.
import {
  type AccessRule__Output,
  type DegradeRule__Output,
  type FieldViolation,
  type FlowRule__Output,
  type HotspotRule__Output,
  type Rule__Output,
  type SystemRule__Output,
  Violations,
} from '@member-mesh/contracts';
import {
  BEHAVIORS,
  FALLBACKS,
  HOTSPOT_KEYS,
  METRICS,
  MODES,
  type RuleKind,
  SCOPES,
  STRATEGIES,
} from '@member-mesh/flow-engine';

import type { RuleDraft } from './rule.ts';
import { timeField } from './wire-times.ts';
import { wordOf } from './wire-words.ts';

export interface ReadRule {
  /** Undefined when the request names no rule or no kind of it. */
  rule: RuleDraft | undefined;
  violations: FieldViolation[];
}

/** `path` is the field that holds the rule, such as "rule" or "rules[3]". */
export function readRule(wire: Rule__Output | null, path: string): ReadRule {
  const violations = new Violations(path);
  if (!wire) {
    return { rule: undefined, violations: [{ field: path, description: 'must be given' }] };
  }
  const kind = readKind(wire, violations);
  if (!kind) violations.add('kind', 'must be flow, hotspot, degrade, system or access');
  const mode = { prefix: 'MODE_', value: wire.mode };
  const rule = kind && {
    ruleId: wire.ruleId,
    description: wire.description,
    mode: wordOf(MODES, mode, { violations, field: 'mode' }),
    enforcePercent: wire.enforcePercent,
    kind,
  };
  return { rule, violations: violations.found };
}

function readKind(wire: Rule__Output, all: Violations): RuleKind | undefined {
  if (wire.flow) return readFlow(wire.flow, all.within('flow'));
  if (wire.hotspot) return readHotspot(wire.hotspot, all.within('hotspot'));
  if (wire.degrade) return readDegrade(wire.degrade, all.within('degrade'));
  if (wire.system) return readSystem(wire.system, all.within('system'));
  if (wire.access) return readAccess(wire.access);
  return undefined;
}

function readFlow(wire: FlowRule__Output, violations: Violations): RuleKind {
  const at = (field: string): { violations: Violations; field: string } => ({ violations, field });
  return {
    type: 'flow',
    resource: wire.resource,
    caller: wire.caller,
    metric: wordOf(METRICS, { prefix: 'METRIC_', value: wire.metric }, at('metric')),
    threshold: wire.threshold,
    burst: wire.burst,
    scope: wordOf(SCOPES, { prefix: 'SCOPE_', value: wire.scope }, at('scope')),
    behavior: wordOf(BEHAVIORS, { prefix: 'BEHAVIOR_', value: wire.behavior }, at('behavior')),
    ...timeField('warmUpMs', wire.warmUp, at('warm_up')),
    coldFactor: wire.coldFactor,
    ...timeField('queueTimeoutMs', wire.queueTimeout, at('queue_timeout')),
    ...timeField('windowMs', wire.window, at('window')),
  };
}

function readHotspot(wire: HotspotRule__Output, violations: Violations): RuleKind {
  const key = { prefix: 'KEY_', value: wire.key };
  return {
    type: 'hotspot',
    resource: wire.resource,
    caller: wire.caller,
    key: wordOf(HOTSPOT_KEYS, key, { violations, field: 'key' }),
    threshold: wire.threshold,
    ...timeField('windowMs', wire.window, { violations, field: 'window' }),
    burst: wire.burst,
    overrides: { ...wire.overrides },
    ...timeField('penaltyMs', wire.penalty, { violations, field: 'penalty' }),
  };
}

function readDegrade(wire: DegradeRule__Output, violations: Violations): RuleKind {
  const strategy = { prefix: 'STRATEGY_', value: wire.strategy };
  const fallback = { prefix: 'FALLBACK_', value: wire.fallback };
  return {
    type: 'degrade',
    resource: wire.resource,
    strategy: wordOf(STRATEGIES, strategy, { violations, field: 'strategy' }),
    threshold: wire.threshold,
    ...timeField('slowAfterMs', wire.slowAfter, { violations, field: 'slow_after' }),
    minRequests: wire.minRequests,
    ...timeField('statWindowMs', wire.statWindow, { violations, field: 'stat_window' }),
    ...timeField('openForMs', wire.openFor, { violations, field: 'open_for' }),
    probes: wire.probes,
    fallback: wordOf(FALLBACKS, fallback, { violations, field: 'fallback' }),
  };
}

function readSystem(wire: SystemRule__Output, violations: Violations): RuleKind {
  const { eventLoopDelayMax, responseTimeMeanMax } = wire;
  const delay = { violations, field: 'event_loop_delay_max' };
  const mean = { violations, field: 'response_time_mean_max' };
  return {
    type: 'system',
    costPerSecondMax: wire.costPerSecondMax,
    concurrencyMax: wire.concurrencyMax,
    ...timeField('eventLoopDelayMaxMs', eventLoopDelayMax, delay),
    ...timeField('responseTimeMeanMaxMs', responseTimeMeanMax, mean),
    adaptiveConcurrency: wire.adaptiveConcurrency,
  };
}

function readAccess(wire: AccessRule__Output): RuleKind {
  return { type: 'access', resource: wire.resource, allow: wire.allow, deny: wire.deny };
}
