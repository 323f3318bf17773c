// What an operator may say about traffic. Rules are kept as they were given: a field left out stays
// out, so that a rule read back is the rule that was put.
import type { Behavior, Fallback, HotspotKey, Metric, Mode, Scope, Strategy } from './words.ts';

export interface FlowRule {
  type: 'flow';
  resource: string;
  caller: string;
  metric: Metric;
  threshold: number;
  burst: number;
  scope: Scope;
  behavior: Behavior;
  warmUpMs?: number;
  coldFactor: number;
  queueTimeoutMs?: number;
  windowMs?: number;
}

export interface HotspotRule {
  type: 'hotspot';
  resource: string;
  caller: string;
  key: HotspotKey;
  threshold: number;
  windowMs?: number;
  burst: number;
  overrides: Record<string, number>;
  penaltyMs?: number;
}

export interface DegradeRule {
  type: 'degrade';
  resource: string;
  strategy: Strategy;
  threshold: number;
  slowAfterMs?: number;
  minRequests: number;
  statWindowMs?: number;
  openForMs?: number;
  probes: number;
  fallback: Fallback;
}

export interface SystemRule {
  type: 'system';
  costPerSecondMax: number;
  concurrencyMax: number;
  eventLoopDelayMaxMs?: number;
  responseTimeMeanMaxMs?: number;
  adaptiveConcurrency: boolean;
}

export interface AccessRule {
  type: 'access';
  resource: string;
  allow: string[];
  deny: string[];
}

export type RuleKind = FlowRule | HotspotRule | DegradeRule | SystemRule | AccessRule;

/** A rule as an operator gives it. */
export interface RuleDraft {
  ruleId: string;
  description: string;
  mode: Mode;
  enforcePercent: number;
  kind: RuleKind;
}

/** A rule as it is stored; the etag changes with each change of the rule. */
export interface StoredRule extends RuleDraft {
  etag: string;
}
