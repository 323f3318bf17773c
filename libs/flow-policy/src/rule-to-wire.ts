// Stored rules to flow.v1.Rule.
import { type Duration, durationOf, type Rule } from '@member-mesh/contracts';
import type { RuleKind } from '@member-mesh/flow-engine';

import type { StoredRule } from './rule.ts';
import { wireOf } from './wire-words.ts';

export function wireRule(rule: StoredRule): Rule {
  const { ruleId, etag, description, enforcePercent } = rule;
  const mode = wireOf('MODE_', rule.mode);
  return { ruleId, etag, description, mode, enforcePercent, ...wireKind(rule.kind) };
}

function wireKind(kind: RuleKind): Rule {
  switch (kind.type) {
    case 'flow':
      return {
        flow: {
          ...kind,
          metric: wireOf('METRIC_', kind.metric),
          scope: wireOf('SCOPE_', kind.scope),
          behavior: wireOf('BEHAVIOR_', kind.behavior),
          warmUp: duration(kind.warmUpMs),
          queueTimeout: duration(kind.queueTimeoutMs),
          window: duration(kind.windowMs),
        },
      };
    case 'hotspot':
      return {
        hotspot: {
          ...kind,
          key: wireOf('KEY_', kind.key),
          window: duration(kind.windowMs),
          penalty: duration(kind.penaltyMs),
        },
      };
    case 'degrade':
      return {
        degrade: {
          ...kind,
          strategy: wireOf('STRATEGY_', kind.strategy),
          slowAfter: duration(kind.slowAfterMs),
          statWindow: duration(kind.statWindowMs),
          openFor: duration(kind.openForMs),
          fallback: wireOf('FALLBACK_', kind.fallback),
        },
      };
    case 'system':
      return {
        system: {
          ...kind,
          eventLoopDelayMax: duration(kind.eventLoopDelayMaxMs),
          responseTimeMeanMax: duration(kind.responseTimeMeanMaxMs),
        },
      };
    case 'access':
      return { access: { ...kind, allow: [...kind.allow], deny: [...kind.deny] } };
  }
}

function duration(ms: number | undefined): Duration | null {
  return ms === undefined ? null : durationOf(ms);
}
