// What the flow gate decides, as metrics. Rules are at most 1,000, and named by operators.
import { Counter, Gauge, type Telemetry } from '@member-mesh/telemetry';

import type { FlowObserver } from '../../app/flow-gate.ts';
import type { LeaseObserver } from '../../app/lease-shares.ts';

export function createLeaseMetrics({ metrics }: Pick<Telemetry, 'metrics'>): LeaseObserver {
  const shares = new Gauge({
    name: 'gateway_flow_share',
    help: 'Share of a rule over all gateways that this one was granted last.',
    labelNames: ['rule'],
    registers: [metrics],
  });
  return {
    share: (rule, share) => {
      if (share === undefined) shares.remove({ rule });
      else shares.set({ rule }, share);
    },
  };
}

export function createFlowMetrics({ metrics }: Pick<Telemetry, 'metrics'>): FlowObserver {
  const refusals = new Counter({
    name: 'gateway_flow_refusals_total',
    help: 'Calls that a rule stood against; with effect="shadow" the rule only watches.',
    labelNames: ['rule', 'kind', 'effect'],
    registers: [metrics],
  });
  return {
    refused: ({ ruleId: rule, kind }) => refusals.inc({ rule, kind, effect: 'refused' }),
    shadowed: ({ ruleId: rule, kind }) => refusals.inc({ rule, kind, effect: 'shadow' }),
  };
}
