// Brings the guard of a service's tiers together with the policy that it follows, and tells
// flow-control how its breakers are. Without flow-control the last rules stay, and before the first
// ones there are none: no use of a tier waits for them.
import type { Address, ClientTlsConfig } from '@member-mesh/config';
import type { Contracts } from '@member-mesh/contracts';
import {
  createPolicySource,
  PolicyFollower,
  readRules,
  type SecondReport,
  TrafficReporter,
} from '@member-mesh/flow-policy';
import type { EngineRule } from '@member-mesh/flow-engine';
import type { Clock, Random } from '@member-mesh/kernel';
import { createRpcClient } from '@member-mesh/rpc';
import type { Telemetry } from '@member-mesh/telemetry';

import { TierGuard } from './tier-guard.ts';
import { createTierMetrics } from './tier-metrics.ts';

export interface TierRulesOptions {
  contracts: Contracts;
  telemetry: Telemetry;
  clock: Clock;
  random: Random;
  /** Every flow-control; empty where there is none, and then no rules. */
  targets: readonly Address[];
  tls: ClientTlsConfig | undefined;
  identity: { kind: string; token: string };
  /** The process' name. */
  name: string;
}

export interface TierRules {
  guard: TierGuard;
  /** Follows and reports until the signal aborts. Never throws. */
  run(signal: AbortSignal): Promise<void>;
  close(): void;
}

interface Policy {
  revision: number;
  rules: EngineRule[];
}

export function openTierRules(options: TierRulesOptions): TierRules {
  const { contracts, telemetry, clock, random, targets, tls, identity, name } = options;
  const service = contracts.services.flowControl;
  const clients = targets.map((target) =>
    createRpcClient({ contracts, telemetry, clock, service, tls, identity, targets: [target] }),
  );
  const guard = new TierGuard({ clock, observer: createTierMetrics(telemetry) });
  const { logger } = telemetry;
  const follower = new PolicyFollower<Policy>({
    source: createPolicySource({
      ...{ clients, followerId: name },
      read: ({ revision, rules }) => ({ revision, rules: readRules(rules).rules }),
    }),
    observer: {
      accepted: ({ revision, rules }) => {
        guard.replaceRules(rules);
        logger.info({ event: 'tier-rules-accepted', revision });
      },
      passedOver: ({ revision }) => logger.warn({ event: 'tier-rules-passed-over', revision }),
      interrupted: (error) => logger.debug({ event: 'tier-rules-interrupted', why: String(error) }),
    },
    random,
  });
  const reporter = new TrafficReporter({
    ...{ clients, followerId: name, clock },
    collect: (): SecondReport => ({
      policyRevision: follower.current?.revision ?? 0,
      resources: guard.look().map(({ resource, state }) => {
        return { resource, breaker: BREAKERS[state] };
      }),
    }),
    onEnded: (error) => logger.debug({ event: 'reports-ended', why: String(error) }),
  });
  return {
    guard,
    run: async (signal) => {
      await Promise.all([follower.run(signal), reporter.run(signal)]);
    },
    close: () => clients.forEach((client) => client.close()),
  };
}

const BREAKERS = {
  closed: 'BREAKER_STATE_CLOSED',
  'half-open': 'BREAKER_STATE_HALF_OPEN',
  open: 'BREAKER_STATE_OPEN',
} as const;
