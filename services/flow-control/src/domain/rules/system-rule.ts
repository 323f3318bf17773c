// What makes a system rule usable: see the bounds beside the fields of flow.v1.SystemRule.
import type { SystemRule } from '@member-mesh/flow-engine';
import type { Violations } from '@member-mesh/contracts';
import { AMOUNT, COUNT, WAIT_MS } from './limits.ts';

export function checkSystemRule(rule: SystemRule, violations: Violations): void {
  violations.number(rule.costPerSecondMax, 'cost_per_second_max', AMOUNT);
  const passes = !(rule.costPerSecondMax > 0) || rule.costPerSecondMax >= 1;
  violations.require(passes, 'cost_per_second_max', 'lets nothing pass: a call costs 1');
  violations.number(rule.concurrencyMax, 'concurrency_max', COUNT);
  violations.duration(rule.eventLoopDelayMaxMs, 'event_loop_delay_max', WAIT_MS);
  violations.duration(rule.responseTimeMeanMaxMs, 'response_time_mean_max', WAIT_MS);
}
