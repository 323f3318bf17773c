// Brings doors, use cases and adapters of member-write together.
import type { MysqlNode } from '@member-mesh/driver-mysql';
import { connectNats, type Nats } from '@member-mesh/driver-nats';
import { noFaults, openFaults } from '@member-mesh/faults';
import { Bulkhead, systemClock, systemRandom } from '@member-mesh/kernel';
import type { Composition, Ground } from '@member-mesh/lifecycle';
import { createRpcClient, MESSAGE_BYTES_MAX, RpcServer } from '@member-mesh/rpc';
import { openTierRules, type TierGuard, type TierRules } from '@member-mesh/tier-guard';

import { guardedGroups } from './adapters/flow-control/guarded-groups.ts';
import { RpcCacheFences } from './adapters/member-query/cache-fences.ts';
import { SqlGroupProbe } from './adapters/mysql/group-probe.ts';
import { Groups } from './adapters/mysql/groups.ts';
import { SqlKeptMaps } from './adapters/mysql/kept-shard-maps.ts';
import { openForSchema, openPrimary } from './adapters/mysql/open-groups.ts';
import { PolledOutbox } from './adapters/mysql/polled-outbox.ts';
import { prepareSchema } from './adapters/mysql/schema.ts';
import { SqlOutbox } from './adapters/mysql/sql-outbox.ts';
import { SqlRecordStore } from './adapters/mysql/sql-record-store.ts';
import { loadRecordStatements, loadUnprotectedStatements } from './adapters/mysql/statements.ts';
import { NatsChangeStream } from './adapters/nats/change-stream.ts';
import { shardMapBucket } from './adapters/nats/shard-map.ts';
import { createWriteMetrics, type WriteMetrics } from './adapters/telemetry/write-metrics.ts';
import { Background } from './app/background.ts';
import { Housekeeping } from './app/housekeeping.ts';
import { ChangeCodec } from './app/messages.ts';
import { FAULT_POINTS } from './app/ports.ts';
import { PublishChanges } from './app/publish-changes.ts';
import { StoreFailure } from './app/record-store.ts';
import { Relay } from './app/relay.ts';
import { ShardTopology } from './app/shard-topology.ts';
import type { WriteGround } from './app/write.ts';
import type { Config, Protection } from './config.ts';
import { memberWriteService } from './grpc/member-write-service.ts';
import { ImportParser } from './grpc/parse-record.ts';
import { recordService } from './grpc/record-service.ts';

const KIND = 'member-write';
const TOPOLOGY_BUCKET = 'topology';
const TOPOLOGY_HISTORY = 16;
const SCHEMA_TIMEOUT_MS = 60_000;
const clock = systemClock;
const random = systemRandom;

/**
 * Each write holds a connection and may need another one of the same group while it does: the pool
 * of MYSQL_CONNECTIONS_MAX (60 and more) leaves room for both, for two imports and for the relay.
 */
const WRITES = { concurrencyMax: 24, queueMax: 200 };
const IMPORTS = { concurrencyMax: 2, queueMax: 16 };
const READS = { concurrencyMax: 32, queueMax: 1_000 };

/** Where a test has the outbox polled, nothing is published before it is seen there. */
const leftToPolling = { publish: () => Promise.resolve(new Map<string, number>()) };

export async function compose(config: Config, ground: Ground): Promise<Composition> {
  const { telemetry } = ground;
  const metrics = createWriteMetrics(telemetry.metrics);
  const { servers, user, password } = config.nats;
  const nats = await connectNats({
    urls: servers.map(({ host, port }) => `${host}:${port}`),
    ...{ user, password, name: config.service.name, logger: telemetry.logger },
  });
  const tierRules = composeTierRules(config, ground);
  const record = composeRecord(config, ground, { metrics, nats, guard: tierRules.guard });
  const stream = new NatsChangeStream(nats, { maxBytes: config.streamBytesMax });
  const { outbox } = record;
  const { logger } = telemetry;
  const publisher = new PublishChanges({ outbox, stream, clock, logger });
  const fenceClient = composeFenceClient(config, ground);
  const faults = openFaults(config.faults, FAULT_POINTS);
  const writes: WriteGround = {
    ...{ store: record.store, clock, random, observer: metrics },
    publisher: record.polled ? leftToPolling : publisher,
    fences: new RpcCacheFences(fenceClient),
    faults: faults ?? noFaults,
  };
  const swept = { ...record, outbox: record.polled ?? outbox };
  const relay = new Relay({ ...swept, stream, clock, observer: metrics, logger });
  const housekeeping = new Housekeeping({
    ...{ groups: record.groups.numbers, outbox, answers: outbox, stream, clock, logger },
    observer: metrics,
  });
  const upkeep = { relay, housekeeping, stream };
  const server = composeServer(config, ground, { ...record, metrics, writes, ...upkeep });
  const background = composeBackground({ config, ground, record, nats, ...upkeep, metrics });
  const closing = new AbortController();
  let following: Promise<void> = Promise.resolve();
  return {
    server,
    faults,
    start: () => {
      background.start();
      following = tierRules.run(closing.signal);
      return Promise.resolve();
    },
    close: async () => {
      closing.abort();
      await Promise.all([background.stop(), following]);
      tierRules.close();
      await publisher.close();
      fenceClient.close();
      await nats.close();
      for (const node of record.nodes.values()) node.close();
    },
  };
}

type Record_ = ReturnType<typeof composeRecord>;

function composeRecord(
  config: Config,
  { contracts, telemetry }: Ground,
  { metrics, nats, guard }: { metrics: WriteMetrics; nats: Nats; guard: TierGuard },
) {
  const { database, account, connectionsMax } = config;
  const nodes = new Map<number, MysqlNode>();
  for (const { group, nodes: addresses } of config.groups) {
    const [primary] = addresses;
    const observe = metrics.statement;
    if (primary) {
      nodes.set(
        group,
        openPrimary(primary, { database, ...account, connectionsMax, clock, observe }),
      );
    }
  }
  const groups = new Groups(nodes);
  const without = config.faults?.without ?? new Set<Protection>();
  const statements = without.has('account-uniqueness')
    ? {
        ...loadRecordStatements(),
        'insert-accounts': loadUnprotectedStatements()['insert-accounts'],
      }
    : loadRecordStatements();
  const codec = new ChangeCodec(contracts);
  const topology = new ShardTopology({
    ...{ groups: groups.numbers, kept: new SqlKeptMaps(groups, statements), clock },
    bucket: async () => {
      return shardMapBucket(await nats.bucket(TOPOLOGY_BUCKET, { history: TOPOLOGY_HISTORY }));
    },
  });
  const groupOf = (shard: number): number => {
    if (topology.shards) return topology.shards.groupOf(shard);
    throw new StoreFailure('unavailable', 'the shard map is not known yet');
  };
  const trace = (): string => telemetry.tracing.inject().traceparent ?? '';
  const outbox = new SqlOutbox({ groups, statements, codec });
  const polled = without.has('skip-locked-outbox')
    ? new PolledOutbox({ groups, statements, codec })
    : undefined;
  const store = new SqlRecordStore({
    ...{ groups, statements, codec, clock, random, trace, groupOf, use: guardedGroups(guard) },
  });
  const shardCounts = (): ReadonlyMap<number, number> => topology.shards?.counts() ?? new Map();
  const probe = new SqlGroupProbe({ groups, statements, outbox, clock, shardCounts });
  return { nodes, groups, codec, topology, outbox, polled, store, probe };
}

function composeTierRules(config: Config, { contracts, telemetry }: Ground): TierRules {
  const { name, token, clientTls: tls } = config.service;
  return openTierRules({
    ...{ contracts, telemetry, clock, random, tls, name, identity: { kind: KIND, token } },
    targets: config.flowControlTargets,
  });
}

function composeFenceClient(config: Config, { contracts, telemetry }: Ground) {
  return createRpcClient({
    contracts,
    service: contracts.services.cacheFence,
    targets: config.memberQueryTargets,
    identity: { kind: KIND, token: config.service.token },
    tls: config.service.clientTls,
    telemetry,
    clock,
  });
}

/** What keeps the outbox and the change stream together. */
interface Upkeep {
  relay: Relay;
  housekeeping: Housekeeping;
  stream: NatsChangeStream;
}

interface Served extends Pick<Record_, 'store' | 'codec' | 'probe'>, Upkeep {
  metrics: WriteMetrics;
  writes: WriteGround;
}

function composeServer(config: Config, ground: Ground, served: Served): RpcServer {
  const { contracts, telemetry, health } = ground;
  const { grpcListen, tls, peers, drainTimeoutMs } = config.service;
  const { services, messages } = contracts;
  const server = new RpcServer({
    ...{ contracts, telemetry, health, clock, listen: grpcListen, tls, peers, drainTimeoutMs },
    // A batch of 500 rows to import, each with 32 accounts and 32 attributes, takes 8 MB.
    limits: { requestBytesMax: MESSAGE_BYTES_MAX },
  });
  const { writes, metrics, store, codec, relay, housekeeping, stream, probe } = served;
  server.serve(
    services.memberWrite,
    memberWriteService({
      ...{ ground: writes, messages, clock, observe: metrics.written },
      bulkhead: new Bulkhead(WRITES),
    }),
    { allow: ['gateway'] },
  );
  const readers = ['member-query', 'sync-worker', 'meshctl'];
  server.serve(
    services.record,
    recordService({
      ...{ ground: writes, store, codec, relay, housekeeping, stream, clock, groups: probe },
      parser: new ImportParser(messages),
      reads: new Bulkhead(READS),
      imports: new Bulkhead(IMPORTS),
    }),
    {
      allow: {
        ReadMembers: readers,
        ReadAccounts: readers,
        ScanShard: readers,
        CheckEmpty: readers,
        AwaitPublished: readers,
        GetRecordStatus: readers,
        ImportMembers: ['meshctl'],
      },
    },
  );
  return server;
}

interface Backstage extends Upkeep {
  config: Config;
  ground: Ground;
  record: Record_;
  nats: Nats;
  metrics: WriteMetrics;
}

function composeBackground(backstage: Backstage): Background {
  const { config, ground, record, nats, stream, relay, housekeeping, metrics } = backstage;
  const { logger } = ground.telemetry;
  const { groups, topology } = record;
  return new Background({
    groups: groups.numbers,
    prepareGroup: async (group, signal) => {
      const primary = config.groups.find((each) => each.group === group)?.nodes[0];
      if (!primary) return;
      const node = openForSchema(primary, { ...config.admin, database: config.database, clock });
      try {
        const deadlineMs = clock.monotonicMs() + SCHEMA_TIMEOUT_MS;
        await prepareSchema(node, group, { deadlineMs, signal });
      } finally {
        node.close();
      }
      await topology.begin(group);
      groups.prepared(group);
    },
    prepareTopology: async () => {
      await stream.ensure();
      await topology.agree();
    },
    isReady: () => topology.shards !== undefined,
    ...{ relay, housekeeping, clock, logger, probe: record.probe, probed: metrics.probed },
    isStreamConnected: () => nats.connected(),
    tell: (name, serving) => ground.health.set(name, serving ? 'SERVING' : 'NOT_SERVING'),
  });
}
