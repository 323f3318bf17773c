// flow.v1.FlowControlService: every method with what serves it.
import { createCallerHandlers } from './caller-handlers.ts';
import type { DoorOptions, Handlers } from './door-options.ts';
import { createLeaseQuota } from './lease-quota.ts';
import { createRuleHandlers } from './rule-handlers.ts';
import { createRuleSetHandlers } from './rule-set-handlers.ts';
import { createTrafficHandlers } from './traffic-handlers.ts';
import { createWatchPolicy } from './watch-policy.ts';

export function createFlowControlHandlers(options: DoorOptions): Handlers {
  return {
    ...createRuleHandlers(options),
    ...createRuleSetHandlers(options),
    ...createCallerHandlers(options),
    WatchPolicy: createWatchPolicy(options),
    LeaseQuota: createLeaseQuota(options),
    ...createTrafficHandlers(options),
  };
}
