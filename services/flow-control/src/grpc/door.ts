// flow.v1.FlowControlService. Leases, traffic reports and refusals belong to the enforcement of
// rules, which this release does not have: those methods are left unserved and answer
// UNIMPLEMENTED.
import { createCallerHandlers } from './caller-handlers.ts';
import type { DoorOptions, Handlers } from './door-options.ts';
import { createLeaseQuota } from './lease-quota.ts';
import { createRuleHandlers } from './rule-handlers.ts';
import { createRuleSetHandlers } from './rule-set-handlers.ts';
import { createWatchPolicy } from './watch-policy.ts';

export function createFlowControlHandlers(options: DoorOptions): Handlers {
  return {
    ...createRuleHandlers(options),
    ...createRuleSetHandlers(options),
    ...createCallerHandlers(options),
    WatchPolicy: createWatchPolicy(options),
    LeaseQuota: createLeaseQuota(options),
  };
}
