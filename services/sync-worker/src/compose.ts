// Brings sync-worker together: what the clusters share, each cluster's work, and the one door.
import type { ServiceContract } from '@member-mesh/contracts';
import { connectElastic, type Elastic } from '@member-mesh/driver-elastic';
import { type Bucket, connectNats, type Nats } from '@member-mesh/driver-nats';
import { type Faults, openFaults } from '@member-mesh/faults';
import { sleep, systemClock as clock, systemRandom as random } from '@member-mesh/kernel';
import type { Composition, Ground } from '@member-mesh/lifecycle';
import { createRpcClient, type RpcClient, RpcServer } from '@member-mesh/rpc';

import {
  ClusterWithFaults,
  FAULT_POINTS,
  type FaultPoint,
} from './adapters/elastic/cluster-with-faults.ts';
import { ElasticCluster } from './adapters/elastic/elastic-cluster.ts';
import { ElasticInspector } from './adapters/elastic/elastic-inspector.ts';
import { CHANGE_STREAM, durableOf, NatsChangeStream } from './adapters/nats/nats-change-stream.ts';
import { NatsSetAsideLog } from './adapters/nats/nats-set-aside-log.ts';
import {
  clusterCells,
  genesisCell,
  routesCell,
  routesLeadership,
} from './adapters/nats/topology-cells.ts';
import { RpcRecord } from './adapters/record/rpc-record.ts';
import { createIndexMetrics, type IndexMetrics } from './adapters/telemetry/index-metrics.ts';
import { createRouteObserver } from './adapters/telemetry/route-observer.ts';
import { TelemetryObserver } from './adapters/telemetry/telemetry-observer.ts';
import type { ChangeMessage, MessageOutcome } from './app/apply-changes.ts';
import { type ClusterWork, createClusterWork } from './app/cluster-work.ts';
import { ExamineClusters } from './app/examine-clusters.ts';
import { indexStatus } from './app/index-status.ts';
import { MoveOrders } from './app/move-orders.ts';
import { RouteTraffic } from './app/route-traffic.ts';
import { RowDecoder } from './app/row-decoder.ts';
import type { ClusterConfig, SyncWorkerConfig } from './config.ts';
import { consumeChanges, type Feed } from './consume/change-consumer.ts';
import type { IndexSizing } from './domain/index-definition.ts';
import { createIndexDoor } from './grpc/index-door.ts';

const CHECK_EVERY_MS = 1_000;
const CHECK_TIMEOUT_MS = 1_000;
/** How long the changes in the hands of a process that died lag behind. */
const ACK_WAIT_MS = 5_000;
const MAX_ACK_PENDING = 4_000;
const OWNER_BYTES = 4;

type ClientOf<C> = C extends ServiceContract<infer D, infer H> ? RpcClient<D, H> : never;
type Contracted = Ground['contracts']['services'];

interface Clients {
  record: ClientOf<Contracted['record']>;
  recordHealth: ClientOf<Contracted['health']>;
}

/** What the clusters share. */
interface Shared {
  config: SyncWorkerConfig;
  ground: Ground;
  nats: Nats;
  bucket: Bucket;
  /** Names this run of the process in leases. */
  owner: string;
  decoder: RowDecoder;
  setAside: NatsSetAsideLog;
  record: RpcRecord;
  metrics: IndexMetrics;
  ending: AbortSignal;
  faults: Faults<FaultPoint> | undefined;
}

interface Part {
  elastic: Elastic;
  work: ClusterWork;
}

export async function compose(config: SyncWorkerConfig, ground: Ground): Promise<Composition> {
  const ending = new AbortController();
  const clients = openClients(config, ground);
  const shared = await share(config, ground, { clients, ending: ending.signal });
  const parts = config.clusters.map((cluster) => composeCluster(shared, cluster));
  const server = openDoor(shared, parts);
  let running: Promise<unknown> = Promise.resolve();
  return {
    server,
    faults: shared.faults,
    start: () => {
      const tiers = watchTiers(shared, clients.recordHealth);
      const routing = composeRouting(shared, parts).run(ending.signal);
      const working = parts.map(({ work }) => runCluster(shared, work));
      running = Promise.all([...tiers, routing, ...working]);
      return Promise.resolve();
    },
    close: async () => {
      ending.abort(new DOMException('the service ends', 'AbortError'));
      await running;
      clients.record.close();
      clients.recordHealth.close();
      await Promise.all(parts.map(({ elastic }) => elastic.close()));
      await shared.nats.close();
    },
  };
}

function openClients(config: SyncWorkerConfig, ground: Ground): Clients {
  const { contracts, telemetry } = ground;
  const calling = {
    ...{ contracts, telemetry, clock },
    targets: config.memberWriteTargets,
    identity: { kind: 'sync-worker', token: config.service.token },
    tls: config.service.clientTls,
  };
  return {
    record: createRpcClient({ ...calling, service: contracts.services.record }),
    recordHealth: createRpcClient({ ...calling, service: contracts.services.health }),
  };
}

async function share(
  config: SyncWorkerConfig,
  ground: Ground,
  { clients, ending }: { clients: Clients; ending: AbortSignal },
): Promise<Shared> {
  const { contracts, telemetry } = ground;
  const { logger } = telemetry;
  const { name } = config.service;
  const { servers, user, password } = config.nats;
  const urls = servers.map(({ host, port }) => `${host}:${port}`);
  const nats = await connectNats({ urls, user, password, name, logger });
  const decoder = new RowDecoder(contracts);
  const record = new RpcRecord({
    client: clients.record,
    decoder,
    onUnusableRow: (reason) => logger.error({ event: 'unusable-row', reason }, 'a row has no key'),
  });
  return {
    ...{ config, ground, nats, decoder, record, ending },
    bucket: await nats.bucket('topology'),
    owner: `${name}-${random.bytes(OWNER_BYTES).toString('hex')}`,
    setAside: new NatsSetAsideLog(nats, ending),
    metrics: createIndexMetrics(telemetry.metrics),
    faults: openFaults(config.faults, FAULT_POINTS),
  };
}

function sizingOf({ indexShards, indexReplicas }: SyncWorkerConfig): IndexSizing {
  return { shards: indexShards, replicas: indexReplicas };
}

function composeCluster(shared: Shared, { name, url }: ClusterConfig): Part {
  const { config, ground, bucket, owner, nats, decoder, record, setAside, metrics } = shared;
  const { health, telemetry, contracts } = ground;
  const { elasticUser: user, elasticPassword: password, service } = config;
  const elastic = connectElastic({ url, user, password, name: service.name });
  const sizing = sizingOf(config);
  const tier = `tier:elastic/${name}`;
  health.set(tier, 'NOT_SERVING');
  const work = createClusterWork({
    ...{ decoder, record, setAside, clock, random, ending: shared.ending },
    cluster: openCluster(shared, [name, elastic, sizing]),
    cells: clusterCells(bucket, name, { owner, clock }),
    genesis: genesisCell(bucket),
    stream: new NatsChangeStream(nats, decoder),
    observer: (report) =>
      new TelemetryObserver({
        ...{ cluster: name, metrics, logger: telemetry.logger },
        onReach: (reached) => {
          report(reached);
          health.set(tier, reached ? 'SERVING' : 'NOT_SERVING');
        },
      }),
    limits: { documentsMax: config.bulkDocumentsMax, bytesMax: config.bulkBytesMax },
    rebuildScansAtOnce: config.rebuildScansAtOnce,
    rebuildAutomatically: config.rebuildAutomatically,
    onSettled: () => {
      health.set('', 'SERVING');
      health.set(contracts.services.index.name, 'SERVING');
    },
  });
  return { elastic, work };
}

function openCluster(
  { config, faults }: Shared,
  cluster: ConstructorParameters<typeof ElasticCluster>,
): ElasticCluster {
  if (!faults) return new ElasticCluster(...cluster);
  const deletes = config.faults?.without.has('versioned-deletes') === true;
  return new ClusterWithFaults(cluster, { faults, deletes });
}

function composeRouting({ config, ground, bucket, owner }: Shared, parts: readonly Part[]) {
  const { telemetry } = ground;
  return new RouteTraffic({
    clusters: parts.map(({ work }) => work),
    ...{ routes: routesCell(bucket), leadership: routesLeadership(bucket, { owner, clock }) },
    ...{ rebuildAutomatically: config.rebuildAutomatically, clock, name: config.service.name },
    observer: createRouteObserver(telemetry),
  });
}

async function runCluster(shared: Shared, work: ClusterWork): Promise<void> {
  const { config, nats, ending, ground, faults } = shared;
  const { name } = work.cluster;
  const durable = {
    ...{ stream: CHANGE_STREAM, durable: durableOf(name), batchMax: config.batchMax },
    ...{ ackWaitMs: ACK_WAIT_MS, maxAckPending: MAX_ACK_PENDING },
  };
  const feed: Feed = (options, handler) => nats.consume({ ...durable, ...options }, handler);
  const { gate } = work;
  const apply: Pick<ClusterWork['apply'], 'apply'> = faults
    ? { apply: (batch, signal) => applyThenReach(work, faults, { batch, signal }) }
    : work.apply;
  const { tracing } = ground.telemetry;
  const loops = config.loopsPerCluster;
  const consuming = consumeChanges({ cluster: name, feed, gate, apply, tracing, loops }, ending);
  await Promise.all([consuming, work.upkeep.run(ending)]);
}

async function applyThenReach(
  { apply }: ClusterWork,
  faults: Faults<FaultPoint>,
  { batch, signal }: { batch: readonly ChangeMessage[]; signal: AbortSignal },
): Promise<MessageOutcome[]> {
  const outcomes = await apply.apply(batch, signal);
  await faults.reach('before-ack');
  return outcomes;
}

function openDoor(shared: Shared, parts: readonly Part[]): RpcServer {
  const { contracts, telemetry, health } = shared.ground;
  const { peers, tls, grpcListen: listen, drainTimeoutMs } = shared.config.service;
  const server = new RpcServer({
    ...{ contracts, listen, tls, peers, telemetry, health, clock, drainTimeoutMs },
  });
  const draining = new AbortController();
  health.onChange(() => {
    if (health.draining) draining.abort(new DOMException('the service drains', 'AbortError'));
  });
  const patients = parts.map(({ elastic, work: { cluster, cells } }) => ({
    ...{ name: cluster.name, inspector: new ElasticInspector(elastic), topology: cells.topology },
  }));
  const doctor = new ExamineClusters({ patients, sizing: sizingOf(shared.config), clock, random });
  const clusters = parts.map(({ work }) => work);
  const { setAside, bucket } = shared;
  const status = (signal: AbortSignal) => indexStatus(clusters, setAside, signal);
  const orders = new MoveOrders({ routes: routesCell(bucket), status, clock });
  const door = createIndexDoor({
    ...{ clusters, setAside, orders, doctor, draining: draining.signal },
  });
  server.serve(contracts.services.index, door, { allow: ['meshctl'] });
  health.set(contracts.services.index.name, 'NOT_SERVING');
  return server;
}

/** Keeps the health of what is not a cluster true. */
function watchTiers(shared: Shared, recordHealth: Clients['recordHealth']): Promise<void>[] {
  const { ground, nats, config, setAside, metrics, ending } = shared;
  const { health, contracts } = ground;
  const service = contracts.services.record.name;
  let hasStream = false;
  const checkNats = async (): Promise<boolean> => {
    if (!nats.connected()) {
      hasStream = false;
      return false;
    }
    if (!hasStream) await setAside.ensure(config.setAsideBytesMax);
    hasStream = true;
    metrics.setAsideFill.set(await setAside.fill());
    return true;
  };
  const checkRecord = async (): Promise<boolean> => {
    const options = { timeoutMs: CHECK_TIMEOUT_MS, signal: ending };
    return (await recordHealth.Check({ service }, options)).status === 'SERVING';
  };
  const watch = async (tier: string, check: () => Promise<boolean>): Promise<void> => {
    while (!ending.aborted) {
      const serving = await check().catch(() => false);
      health.set(tier, serving ? 'SERVING' : 'NOT_SERVING');
      await sleep(CHECK_EVERY_MS, ending).catch(() => undefined);
    }
  };
  return [watch('tier:nats', checkNats), watch('tier:record', checkRecord)];
}
