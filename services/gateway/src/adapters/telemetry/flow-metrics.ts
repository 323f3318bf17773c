// What the flow gate decides, as metrics. Rules are at most 1,000, and named by operators.
import { Counter, type Telemetry } from '@member-mesh/telemetry';

import type { FlowObserver } from '../../app/flow-gate.ts';

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
