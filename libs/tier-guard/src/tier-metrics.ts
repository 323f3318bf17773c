// What breakers on tiers decide, as metrics and in the log.
import { Counter, Gauge, type Telemetry } from '@member-mesh/telemetry';

import type { TierObserver } from './tier-guard.ts';

const LEVELS = { closed: 0, 'half-open': 0.5, open: 1 };

export function createTierMetrics({ metrics, logger }: Telemetry): TierObserver {
  const refusals = new Counter({
    name: 'flow_tier_refusals_total',
    help: 'Uses of a tier that an open breaker stood against.',
    labelNames: ['rule', 'tier'],
    registers: [metrics],
  });
  const open = new Gauge({
    name: 'flow_tier_breaker_open',
    help: '1 while the breaker on a tier is open, 0.5 while it is half-open.',
    labelNames: ['rule', 'tier'],
    registers: [metrics],
  });
  return {
    refused: (tier, rule) => refusals.inc({ rule, tier }),
    changed: ({ ruleId: rule, resource: tier, state }) => {
      open.set({ rule, tier }, LEVELS[state]);
      logger.warn({ event: 'tier-breaker', rule, tier, state }, `${tier}: breaker ${state}`);
    },
  };
}
