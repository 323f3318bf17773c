// What the flow gate decides, as metrics. Rules are at most 1,000, and named by operators.
import type { RefusalKind } from '@member-mesh/flow-engine';
import { Counter, type Telemetry } from '@member-mesh/telemetry';

export interface FlowMetrics {
  refused(ruleId: string, kind: RefusalKind): void;
  shadowed(ruleId: string, kind: RefusalKind): void;
}

export function createFlowMetrics({ metrics }: Pick<Telemetry, 'metrics'>): FlowMetrics {
  const refusals = new Counter({
    name: 'gateway_flow_refusals_total',
    help: 'Calls that a rule stood against; with effect="shadow" the rule only watches.',
    labelNames: ['rule', 'kind', 'effect'],
    registers: [metrics],
  });
  return {
    refused: (rule, kind) => refusals.inc({ rule, kind, effect: 'refused' }),
    shadowed: (rule, kind) => refusals.inc({ rule, kind, effect: 'shadow' }),
  };
}
