// What makes a flow rule usable: see the bounds beside the fields of flow.v1.FlowRule.
import type { Violations } from '@member-mesh/contracts';
import type { FlowRule } from '@member-mesh/flow-engine';

import type { MethodCatalogue } from '../resource.ts';
import {
  AMOUNT,
  checkCallerPattern,
  checkPasses,
  checkResource,
  QUEUE_TIMEOUT_MS,
  SOME_TIME_MS,
  THRESHOLD,
  WINDOW_MS,
} from './limits.ts';

const COLD_FACTOR = { min: 1, max: 1_000, aboveMin: true };

export function checkFlowRule(
  rule: FlowRule,
  violations: Violations,
  catalogue: MethodCatalogue,
): void {
  checkResource(rule.resource, violations, { catalogue, tiers: false });
  checkCallerPattern(rule.caller, violations);
  violations.number(rule.threshold, 'threshold', THRESHOLD);
  violations.number(rule.burst, 'burst', AMOUNT);
  violations.duration(rule.warmUpMs, 'warm_up', SOME_TIME_MS);
  violations.duration(rule.queueTimeoutMs, 'queue_timeout', QUEUE_TIMEOUT_MS);
  violations.duration(rule.windowMs, 'window', WINDOW_MS);
  if (rule.coldFactor !== 0) violations.number(rule.coldFactor, 'cold_factor', COLD_FACTOR);
  if (rule.behavior === 'warm_up') {
    violations.require(rule.warmUpMs !== undefined, 'warm_up', 'must be given to warm up');
  }
  if (rule.behavior === 'pace') {
    const given = rule.queueTimeoutMs !== undefined;
    violations.require(given, 'queue_timeout', 'must be given to pace');
  }
  if (rule.metric === 'concurrency') {
    const { threshold, burst } = rule;
    const passes = !(threshold > 0) || threshold + burst >= 1;
    violations.require(passes, 'threshold', 'lets nothing pass: a call in progress counts 1');
    const shaped = rule.behavior === 'warm_up' || rule.behavior === 'pace';
    violations.require(!shaped, 'behavior', 'must be REJECT: concurrency has no rate to shape');
  } else {
    checkPasses(rule, 'threshold', violations);
  }
}
