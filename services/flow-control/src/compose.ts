// Brings flow-control together: the bucket, the feed that follows it, and the door.
import type { ServiceContract } from '@member-mesh/contracts';
import { connectNats } from '@member-mesh/driver-nats';
import { type Random, systemClock, systemRandom } from '@member-mesh/kernel';
import type { Composition, Ground } from '@member-mesh/lifecycle';
import { type Health, RpcServer } from '@member-mesh/rpc';
import { Gauge } from '@member-mesh/telemetry';

import { NatsPolicyStore } from './adapters/nats/nats-policy-store.ts';
import { NatsQuotaStore, quotaLeadership } from './adapters/nats/nats-quota-store.ts';
import { createPolicyChanger } from './app/change-policy.ts';
import { PolicyFeed, type PolicyFeedObserver } from './app/policy-feed.ts';
import { QuotaLead, type QuotaLeadObserver } from './app/quota/quota-lead.ts';
import { TrafficBook } from './app/traffic-book.ts';
import type { FlowControlConfig } from './config.ts';
import type { MethodCatalogue } from './domain/resource.ts';
import { createAuthenticate } from './grpc/authenticate.ts';
import { createFlowControlHandlers } from './grpc/door.ts';

const BUCKET = 'policy';
const STORE_READ_TIMEOUT_MS = 2_000;
const RENEWALS_PER_TERM = 3;
const RUN_ID_BYTES = 8;

export async function compose(config: FlowControlConfig, ground: Ground): Promise<Composition> {
  const { contracts, telemetry, health } = ground;
  const { logger } = telemetry;
  const { service, nats: natsConfig, bootstrapKeyHash, reconcileIntervalMs } = config;
  const { name, peers, tls, grpcListen, drainTimeoutMs } = service;
  const { user, password } = natsConfig;
  const urls = natsConfig.servers.map(({ host, port }) => `${host}:${port}`);
  const nats = await connectNats({ urls, user, password, name, logger });

  const [clock, random] = [systemClock, systemRandom];
  const bucket = await nats.bucket(BUCKET);
  const store = new NatsPolicyStore({
    bucket,
    onUnreadable: (error) => logger.error({ event: 'policy-unreadable', err: error }),
  });
  const feed = new PolicyFeed({
    store,
    observer: createObserver(ground),
    reconcileIntervalMs,
    readTimeoutMs: STORE_READ_TIMEOUT_MS,
    ...{ clock, random },
  });
  const changer = createPolicyChanger({ store, feed, clock, random });
  const draining = drainSignal(health);
  const leadership = quotaLeadership(bucket, { owner: `${name}-${runId(random)}`, clock });
  const quotas = new QuotaLead({
    ...{ leadership, clock, store: new NatsQuotaStore(bucket) },
    renewIntervalMs: leadership.ttlMs / RENEWALS_PER_TERM,
    policy: () => feed.current,
    observer: createQuotaObserver(ground),
  });
  const { memberQuery, memberWrite, flowControl } = contracts.services;
  const listen = grpcListen;
  const server = new RpcServer({
    ...{ contracts, listen, tls, peers, telemetry, health, clock, drainTimeoutMs },
  });
  server.serve(
    flowControl,
    createFlowControlHandlers({
      ...{ feed, store, changer, quotas, clock, random, logger, draining },
      traffic: new TrafficBook(),
      catalogue: catalogueOf([memberQuery, memberWrite]),
    }),
    { authenticate: createAuthenticate({ feed, bootstrapKeyHash, peers, clock }) },
  );
  health.set(flowControl.name, 'NOT_SERVING');

  const closing = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  return {
    server,
    start: () => {
      running = Promise.all([
        feed.run(closing.signal),
        // Whoever drains leaves the granting to another one at once.
        quotas.keep(AbortSignal.any([closing.signal, draining])),
      ]);
      return Promise.resolve();
    },
    close: async () => {
      closing.abort();
      await running;
      await nats.close();
    },
  };
}

function createObserver({ telemetry, health, contracts }: Ground): PolicyFeedObserver {
  const { logger, metrics } = telemetry;
  const revision = new Gauge({
    name: 'flow_policy_revision',
    help: 'Revision of the policy that this process serves.',
    registers: [metrics],
  });
  health.set('tier:nats', 'NOT_SERVING');
  return {
    storeReached: () => health.set('tier:nats', 'SERVING'),
    storeLost: (error) => {
      if (health.get('tier:nats') === 'SERVING') {
        logger.warn({ event: 'policy-store-lost', err: error }, 'going on with the last policy');
      }
      health.set('tier:nats', 'NOT_SERVING');
    },
    policyAccepted: (policy) => {
      revision.set(policy.revision);
      health.set('', 'SERVING');
      health.set(contracts.services.flowControl.name, 'SERVING');
      const { rules, callers } = policy;
      const counts = { rules: rules.length, callers: callers.length };
      logger.info({ event: 'policy-accepted', revision: policy.revision, ...counts });
    },
    policyRestored: (policy) => {
      const what = 'the store had lost what was known of the policy; it was written again';
      logger.warn({ event: 'policy-restored', revision: policy.revision }, what);
    },
  };
}

function createQuotaObserver({ telemetry }: Ground): QuotaLeadObserver {
  const { logger, metrics } = telemetry;
  const leads = new Gauge({
    name: 'flow_quota_leads',
    help: '1 while this process grants shares of global rules, else 0.',
    registers: [metrics],
  });
  leads.set(0);
  return {
    began: () => {
      leads.set(1);
      logger.info({ event: 'quota-reign-began' });
    },
    ended: (why) => {
      leads.set(0);
      if (why === undefined) logger.info({ event: 'quota-reign-ended' });
      else logger.warn({ event: 'quota-reign-ended', err: why }, 'what is lent is asked for anew');
    },
    unknown: (error) => logger.warn({ event: 'quota-lead-unknown', err: error }),
  };
}

function runId(random: Random): string {
  return random.bytes(RUN_ID_BYTES).toString('hex');
}

/** What gateways offer, and rules may name. */
function catalogueOf(services: readonly ServiceContract[]): MethodCatalogue {
  return new Map(
    services.map(({ name, definition }) => [name, new Set(Object.keys(definition))] as const),
  );
}

function drainSignal(health: Health): AbortSignal {
  const controller = new AbortController();
  health.onChange(() => {
    if (health.draining) controller.abort();
  });
  return controller.signal;
}
