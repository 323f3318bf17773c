// What an operator rules, as the engine takes it and flow-control keeps it. Rules are kept as they
// were given: a field left out stays out, so that a rule read back is the rule that was put. Here
// they are valid; whoever stores them has checked every bound.
import type { Behavior, Fallback, HotspotKey, Metric, Mode, Scope, Strategy } from './words.ts';

export interface FlowRule {
  type: 'flow';
  resource: string;
  /** A name, "*" for each caller that no other rule on the resource names, "" for one pool. */
  caller: string;
  metric: Metric;
  threshold: number;
  burst: number;
  scope: Scope;
  behavior: Behavior;
  warmUpMs?: number;
  /** 0 is 3. */
  coldFactor: number;
  queueTimeoutMs?: number;
  /** 1,000 when left out. */
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
  /** Thresholds of single values; 0 refuses the value. */
  overrides: Readonly<Record<string, number>>;
  penaltyMs?: number;
}

export interface DegradeRule {
  type: 'degrade';
  resource: string;
  strategy: Strategy;
  threshold: number;
  slowAfterMs?: number;
  /** 0 is 5. */
  minRequests: number;
  statWindowMs?: number;
  openForMs?: number;
  /** 0 is 1. */
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
  allow: readonly string[];
  deny: readonly string[];
}

export type RuleKind = FlowRule | HotspotRule | DegradeRule | SystemRule | AccessRule;

export interface EngineRule<Kind extends RuleKind = RuleKind> {
  ruleId: string;
  mode: Mode;
  /** 0 is 100. */
  enforcePercent: number;
  kind: Kind;
}

export const WINDOW_MS_DEFAULT = 1_000;
