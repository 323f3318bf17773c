// What makes a degrade rule usable: see the bounds beside the fields of flow.v1.DegradeRule.
import type { NumberBounds, Violations } from '@member-mesh/contracts';
import type { DegradeRule, Strategy } from '@member-mesh/flow-engine';

import type { MethodCatalogue } from '../resource.ts';
import {
  AMOUNT,
  checkResource,
  COUNT,
  RATIO,
  SOME_TIME_MS,
  THRESHOLD,
  WINDOW_MS,
} from './limits.ts';

const THRESHOLDS: Record<Strategy, NumberBounds> = {
  unspecified: AMOUNT,
  // The mean is held against slow_after; there is nothing else to be above.
  average_response_time: AMOUNT,
  slow_ratio: RATIO,
  error_ratio: RATIO,
  error_count: THRESHOLD,
};
const TIMED: readonly Strategy[] = ['average_response_time', 'slow_ratio'];

export function checkDegradeRule(
  rule: DegradeRule,
  violations: Violations,
  catalogue: MethodCatalogue,
): void {
  checkResource(rule.resource, violations, { catalogue, tiers: true });
  violations.require(rule.strategy !== 'unspecified', 'strategy', 'must be given');
  violations.number(rule.threshold, 'threshold', THRESHOLDS[rule.strategy]);
  violations.duration(rule.slowAfterMs, 'slow_after', SOME_TIME_MS);
  if (TIMED.includes(rule.strategy)) {
    const given = rule.slowAfterMs !== undefined;
    violations.require(given, 'slow_after', 'must be given to judge by time');
  }
  violations.number(rule.minRequests, 'min_requests', COUNT);
  violations.duration(rule.statWindowMs, 'stat_window', WINDOW_MS);
  violations.duration(rule.openForMs, 'open_for', SOME_TIME_MS);
  violations.require(rule.openForMs !== undefined, 'open_for', 'must be given');
  violations.number(rule.probes, 'probes', COUNT);
}
