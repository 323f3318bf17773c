// Brings flow-control together: the bucket, the feed that follows it, and the door.
import type { ServiceContract } from '@member-mesh/contracts';
import { connectNats } from '@member-mesh/driver-nats';
import { systemClock, systemRandom } from '@member-mesh/kernel';
import type { Composition, Ground } from '@member-mesh/lifecycle';
import { type Health, RpcServer } from '@member-mesh/rpc';
import { Gauge } from '@member-mesh/telemetry';

import { NatsPolicyStore } from './adapters/nats/nats-policy-store.ts';
import { createPolicyChanger } from './app/change-policy.ts';
import { PolicyFeed, type PolicyFeedObserver } from './app/policy-feed.ts';
import type { FlowControlConfig } from './config.ts';
import type { MethodCatalogue } from './domain/resource.ts';
import { createAuthenticate } from './grpc/authenticate.ts';
import { createFlowControlHandlers } from './grpc/door.ts';

const BUCKET = 'policy';
const STORE_READ_TIMEOUT_MS = 2_000;

export async function compose(config: FlowControlConfig, ground: Ground): Promise<Composition> {
  const { contracts, telemetry, health } = ground;
  const { logger } = telemetry;
  const { service, nats: natsConfig, bootstrapKeyHash, reconcileIntervalMs } = config;
  const { name, peers, tls, grpcListen, drainTimeoutMs } = service;
  const { user, password } = natsConfig;
  const urls = natsConfig.servers.map(({ host, port }) => `${host}:${port}`);
  const nats = await connectNats({ urls, user, password, name, logger });

  const [clock, random] = [systemClock, systemRandom];
  const store = new NatsPolicyStore({
    bucket: await nats.bucket(BUCKET),
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
  const { memberQuery, memberWrite, flowControl } = contracts.services;
  const listen = grpcListen;
  const server = new RpcServer({
    ...{ contracts, listen, tls, peers, telemetry, health, clock, drainTimeoutMs },
  });
  server.serve(
    flowControl,
    createFlowControlHandlers({
      ...{ feed, store, changer, clock, random, logger },
      catalogue: catalogueOf([memberQuery, memberWrite]),
      draining: drainSignal(health),
    }),
    { authenticate: createAuthenticate({ feed, bootstrapKeyHash, peers, clock }) },
  );
  health.set(flowControl.name, 'NOT_SERVING');

  const closing = new AbortController();
  let following: Promise<void> = Promise.resolve();
  return {
    server,
    start: () => {
      following = feed.run(closing.signal);
      return Promise.resolve();
    },
    close: async () => {
      closing.abort();
      await following;
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
