// Brings a gateway together: clients of the services behind it, the policy it follows, and the
// door.
import { FlowEngine } from '@member-mesh/flow-engine';
import {
  createPolicySource,
  PolicyFollower,
  type PolicyObserver,
  TrafficReporter,
} from '@member-mesh/flow-policy';
import { sleep, systemClock, systemRandom } from '@member-mesh/kernel';
import type { Composition, Ground } from '@member-mesh/lifecycle';
import { RpcServer } from '@member-mesh/rpc';
import { Gauge, Histogram, type Telemetry } from '@member-mesh/telemetry';

import { createGrantor } from './adapters/flow-control/grantor.ts';
import { readPolicy } from './adapters/flow-control/read-policy.ts';
import { secondReport } from './adapters/flow-control/second-report.ts';
import { createBatchReads } from './adapters/mesh/batch-reads.ts';
import { createMeshClients, type MeshClients } from './adapters/mesh/clients.ts';
import { createForwarder } from './adapters/mesh/forwarder.ts';
import { probeTiers } from './adapters/mesh/tier-probe.ts';
import { type EventLoopDelay, watchEventLoop } from './adapters/process/event-loop-delay.ts';
import { createFlowMetrics, createLeaseMetrics } from './adapters/telemetry/flow-metrics.ts';
import { FlowGate, type FlowObserver } from './app/flow-gate.ts';
import { createGatewayHealth } from './app/gateway-health.ts';
import { LeaseShares } from './app/lease-shares.ts';
import { ReadBatcher } from './app/read-batcher.ts';
import { RefusalSample } from './app/refusal-sample.ts';
import type { GatewayConfig } from './config.ts';
import type { CallerDirectory } from './domain/caller-directory.ts';
import type { Policy } from './domain/policy.ts';
import { createAuthenticate } from './grpc/authenticate.ts';
import type { DoorOptions } from './grpc/door-options.ts';
import { createQueryHandlers, FORWARDED_QUERIES } from './grpc/query-handlers.ts';
import { RawRequests } from './grpc/raw-requests.ts';
import { createRefuseUnread } from './grpc/refuse-unread.ts';
import { createWriteHandlers } from './grpc/write-handlers.ts';

const BATCH_ITEMS_MAX = 500;
const PROBE_TIMEOUT_MS = 1_000;
const LEASE_ASK_INTERVAL_MS = 250;
const FIRST_POLICY_MS_MAX = 3_000;
const FIRST_GRANTS_MS_MAX = 1_000;

const clock = systemClock;

export function compose(config: GatewayConfig, ground: Ground): Composition {
  const { contracts, telemetry, health } = ground;
  const { memberQuery, memberWrite } = contracts.services;
  const { grpcListen, tls, peers, drainTimeoutMs } = config.service;
  const { token, clientTls } = config.service;
  const behind = createMeshClients({
    ...{ contracts, telemetry, clock, token, tls: clientTls },
    memberQueryTargets: config.memberQueryTargets,
    memberWriteTargets: config.memberWriteTargets,
    flowControlTargets: config.flowControlTargets,
  });
  const gatewayHealth = createGatewayHealth({
    health,
    standsOn: {
      [memberQuery.name]: 'tier:member-query',
      [memberWrite.name]: 'tier:member-write',
    },
  });
  const flow = composeFlow(config, ground, behind);
  const server = new RpcServer({
    ...{ contracts, tls, peers, telemetry, health, clock, drainTimeoutMs },
    listen: grpcListen,
    // A certificate that speaks for a caller is not in the headers.
    refuseUnread: tls?.clientAuthority
      ? undefined
      : createRefuseUnread(
          { directory: flow.directory, gate: flow.gate, clock },
          { reads: memberQuery, writes: memberWrite },
        ),
  });
  serveCallers(server, contracts, createDoorOptions({ config, ground, behind, flow }));
  gatewayHealth.tierIs('tier:flow-control', false);

  const closing = new AbortController();
  let background: Promise<unknown> = Promise.resolve();
  let eventLoop: EventLoopDelay | undefined;
  return {
    server,
    start: async () => {
      background = Promise.all([
        flow.follower.run(closing.signal),
        flow.leases.run(closing.signal),
        flow.reporter.run(closing.signal),
        probeTiers(
          {
            tiers: behind.tiers,
            intervalMs: config.probeIntervalMs,
            timeoutMs: PROBE_TIMEOUT_MS,
            clock,
            report: (tier, serving) => gatewayHealth.tierIs(tier, serving),
          },
          closing.signal,
        ),
      ]);
      eventLoop = watchEventLoop(clock, (eventLoopDelayMs) =>
        flow.engine.sample({ eventLoopDelayMs }, clock.monotonicMs()),
      );
      // Whoever calls before there is a policy is turned away: better to be called a moment later.
      const ready = flow.follower.arrived.then(async () => {
        await within(FIRST_GRANTS_MS_MAX, flow.leases.granted);
        gatewayHealth.policyArrived();
      });
      await within(FIRST_POLICY_MS_MAX, ready);
    },
    close: async () => {
      closing.abort();
      eventLoop?.stop();
      await background;
      behind.close();
    },
  };
}

function serveCallers(
  server: RpcServer,
  { services }: Ground['contracts'],
  options: DoorOptions,
): void {
  const { directory, raw } = options;
  const { memberQuery, memberWrite } = services;
  server.serve(
    raw.remembering(memberQuery, FORWARDED_QUERIES),
    createQueryHandlers(options, memberQuery),
    {
      authenticate: createAuthenticate({ directory, permission: 'read', clock }),
    },
  );
  const everyWrite = Object.keys(memberWrite.definition);
  server.serve(
    raw.remembering(memberWrite, everyWrite),
    createWriteHandlers(options, memberWrite),
    {
      authenticate: createAuthenticate({ directory, permission: 'write', clock }),
    },
  );
}

/** The policy, what decides by it, and the shares of it that are leased. */
function composeFlow(config: GatewayConfig, { telemetry }: Ground, behind: MeshClients) {
  const { name } = config.service;
  const engine = new FlowEngine({ seed: systemRandom.bytes(4).readUInt32LE() });
  const follower = new PolicyFollower({
    source: createPolicySource({
      ...{ clients: behind.flowControl, followerId: name, read: readPolicy },
    }),
    observer: createPolicyObserver(telemetry, engine),
    random: systemRandom,
  });
  const leases = new LeaseShares({
    ...{ engine, gatewayId: name, clock, random: systemRandom },
    grantor: createGrantor(behind.flowControl),
    askIntervalMs: LEASE_ASK_INTERVAL_MS,
    onEnded: (error) => telemetry.logger.debug({ event: 'leases-ended', why: String(error) }),
    observer: createLeaseMetrics(telemetry),
  });
  const sample = new RefusalSample();
  const gate = new FlowGate({
    ...{ engine, clock, observer: sampling(sample, createFlowMetrics(telemetry)) },
  });
  const reporter = new TrafficReporter({
    ...{ clients: behind.flowControl, followerId: name, clock },
    collect: () => secondReport({ engine, sample }, clock.monotonicMs()),
    onEnded: (error) => telemetry.logger.debug({ event: 'reports-ended', why: String(error) }),
  });
  const directory = (): CallerDirectory | undefined => follower.current?.directory;
  return { engine, follower, leases, gate, reporter, directory };
}

/** Refusals are counted, and some are told. */
function sampling(sample: RefusalSample, metrics: FlowObserver): FlowObserver {
  return {
    refused: (refusal, party) => {
      metrics.refused(refusal, party);
      sample.add(refusal, party, { timeMs: clock.nowMs(), shadow: false });
    },
    shadowed: (refusal, party) => {
      metrics.shadowed(refusal, party);
      sample.add(refusal, party, { timeMs: clock.nowMs(), shadow: true });
    },
  };
}

interface Parts {
  config: GatewayConfig;
  ground: Ground;
  behind: MeshClients;
  flow: ReturnType<typeof composeFlow>;
}

function createDoorOptions({ config, ground, behind, flow }: Parts): DoorOptions {
  const { metrics } = ground.telemetry;
  const { defaultTimeoutMs, timeoutMaxMs, readBatchesMax, readsWaitingMax } = config;
  const { readHedgeAfterMs: hedgeAfterMs, authoritativeHedgeAfterMs } = config;
  const timeouts = { defaultTimeoutMs, timeoutMaxMs };
  const batchItems = new Histogram({
    name: 'gateway_read_batch_items',
    help: 'Reads that went to member-query in one call.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers: [metrics],
  });
  return {
    directory: flow.directory,
    gate: flow.gate,
    batcher: new ReadBatcher({
      ...timeouts,
      reads: createBatchReads({
        ...{ clients: behind.memberRead, hedgeAfterMs, authoritativeHedgeAfterMs },
      }),
      onBatch: (items) => batchItems.observe(items),
      clock,
      schedule: setImmediate,
      batchItemsMax: BATCH_ITEMS_MAX,
      batchesMax: readBatchesMax,
      waitingMax: readsWaitingMax,
    }),
    memberQuery: createForwarder({
      ...{ ...timeouts, tier: 'member-query', clients: behind.memberQuery, hedgeAfterMs },
    }),
    // A write done twice is work done twice: another target is asked only where no answer came.
    memberWrite: createForwarder({
      ...{ ...timeouts, tier: 'member-write', clients: behind.memberWrite },
    }),
    raw: new RawRequests(),
  };
}

function createPolicyObserver(
  { logger, metrics }: Telemetry,
  engine: FlowEngine,
): PolicyObserver<Policy> {
  const inForce = new Gauge({
    name: 'gateway_policy_revision',
    help: 'Revision of the policy that is in force.',
    registers: [metrics],
  });
  let following = true;
  return {
    accepted: ({ revision, directory, rules, unknownRules }) => {
      following = true;
      engine.replaceRules(rules, revision);
      inForce.set(revision);
      const counts = { callers: directory.size, rules: rules.length };
      logger.info({ event: 'policy-accepted', revision, ...counts });
      if (unknownRules.length > 0) {
        logger.error({ event: 'rules-unknown', unknownRules }, 'not enforced: update this gateway');
      }
    },
    passedOver: ({ revision }, knownRevision) =>
      logger.warn({ event: 'policy-passed-over', revision, knownRevision }, 'older than in force'),
    interrupted: (error) => {
      const fields = { event: 'policy-interrupted', why: String(error) };
      // Only the first of a row of failures is news.
      if (following) logger.warn(fields, 'going on with the last policy');
      else logger.debug(fields);
      following = false;
    },
  };
}

/** Waits for it, but not longer than that. */
async function within(ms: number, awaited: Promise<void>): Promise<void> {
  const waiting = new AbortController();
  await Promise.race([awaited, sleep(ms, waiting.signal)]);
  waiting.abort();
}
