// Brings member-query together: both caches, the indices, the record, the stream, and the doors.
import { connectElastic, type Elastic } from '@member-mesh/driver-elastic';
import { connectNats, type Nats } from '@member-mesh/driver-nats';
import { connectRedis, type RedisCluster } from '@member-mesh/driver-redis';
import { systemClock as clock, systemRandom as random } from '@member-mesh/kernel';
import type { Composition, Ground } from '@member-mesh/lifecycle';
import { createRpcClient, RpcServer } from '@member-mesh/rpc';
import { openTierRules, type TierGuard, type TierRules } from '@member-mesh/tier-guard';

import { composeFaults, type QueryFaults } from './adapters/faults/compose-faults.ts';
import { ElasticIndexReader } from './adapters/elastic/elastic-index-reader.ts';
import { ElasticIndexSearch } from './adapters/elastic/elastic-index-search.ts';
import { GuardedCacheCenter } from './adapters/flow-control/guarded-cache-center.ts';
import { consumeChanges, NatsChangeStream } from './adapters/nats/change-stream.ts';
import { IndexStates, Leadership, openTopology } from './adapters/nats/topology.ts';
import { type RecordClient, RpcRecordReader } from './adapters/record/rpc-record-reader.ts';
import { RedisCacheCenter } from './adapters/redis/redis-cache-center.ts';
import { loadScripts } from './adapters/redis/scripts.ts';
import { createQueryMetrics, type QueryMetrics } from './adapters/telemetry/metrics.ts';
import { Tiers } from './adapters/telemetry/tiers.ts';
import type { TrafficClass } from './app/answers.ts';
import { Background, probing, type Task } from './app/background.ts';
import { CACHE_SETTINGS, type CacheCenter, type Center } from './app/cache-center.ts';
import { DescribeMember } from './app/describe-member.ts';
import { FenceKeys } from './app/fence-keys.ts';
import { FollowThrough } from './app/follow-through.ts';
import { followChanges } from './app/follow-changes.ts';
import { type AcknowledgedBeats, LeadCache } from './app/lead-cache.ts';
import { LoadKeys } from './app/load-keys.ts';
import { LookupAccounts } from './app/lookup-accounts.ts';
import { PollBuckets } from './app/poll-buckets.ts';
import { ReadKeys } from './app/read-keys.ts';
import { ReadMembers } from './app/read-members.ts';
import { SearchMembers } from './app/search-members.ts';
import { TrackProgress } from './app/track-progress.ts';
import type { MemberQueryConfig } from './config.ts';
import { BeatClock } from './domain/beat-clock.ts';
import type { Cluster } from './domain/bucket-state.ts';
import { BucketTrust } from './domain/bucket-trust.ts';
import { BUCKETS } from './domain/cache-key.ts';
import { matchesFilters } from './domain/member-filter.ts';
import { ProgressLedger } from './domain/progress-ledger.ts';
import { RateBudget } from './domain/rate-budget.ts';
import { cacheFenceService } from './grpc/cache-fence-service.ts';
import { memberQueryService } from './grpc/member-query-service.ts';
import { memberReadService } from './grpc/member-read-service.ts';

const KIND = 'member-query';
const CENTERS: readonly Center[] = ['a', 'b'];
const BEAT_INTERVAL_MS = 500;
const POLL_INTERVAL_MS = 500;
const PROGRESS_INTERVAL_MS = 500;
const PROBE_INTERVAL_MS = 2_000;
const PIN_LIFE = 600_000;
/** What a search sees may be older than what an index has by its refresh interval. */
const REFRESH_INTERVAL_MS = 1_000;

type Config = MemberQueryConfig;

export async function compose(config: Config, ground: Ground): Promise<Composition> {
  const stores = await openStores(config, ground);
  const tiers = composeTiers(config, ground);
  const tierRules = composeTierRules(config, ground);
  const metrics = createQueryMetrics(ground.telemetry.metrics);
  const faults = composeFaults(config.faults);
  const sources = composeSources(config, ground, { stores, tiers, faults, guard: tierRules.guard });
  const control = composeControl(config, { stores, sources, tiers, metrics });
  const reading = composeReading(config, ground, { stores, sources, control, metrics });
  const server = composeServer(config, ground, reading);
  const tasks = composeTasks(config, ground, {
    ...{ stores, sources, control, reading, tiers, tierRules, metrics, faults },
  });
  const background = new Background(tasks, (task, error) => {
    ground.telemetry.logger.error({ event: 'task-failed', task, err: error }, 'begun again');
  });
  return {
    server,
    faults: faults.control,
    start: () => {
      background.start();
      return Promise.resolve();
    },
    close: async () => {
      await background.stop();
      tierRules.close();
      for (const client of Object.values(stores.recordClients)) client.close();
      await Promise.all([...stores.elastics.values()].map((elastic) => elastic.close()));
      const caches = [...CENTERS.map((center) => stores.redis[center]), stores.marketingRedis];
      await Promise.all(caches.map((redis) => redis.close()));
      await stores.nats.close();
    },
  };
}

type Stores = Awaited<ReturnType<typeof openStores>>;

async function openStores(config: Config, { telemetry, contracts }: Ground) {
  const { logger } = telemetry;
  const { name, token, clientTls: tls } = config.service;
  const { servers, user, password } = config.nats;
  const urls = servers.map(({ host, port }) => `${host}:${port}`);
  const nats: Nats = await connectNats({ urls, user, password, name, logger });
  const redisOf = (center: Center, whose = ''): RedisCluster =>
    connectRedis({
      ...{ nodes: config.redisNodes[center], user: config.redisUser, logger },
      ...{ password: config.redisPassword, commandTimeoutMs: config.redisTimeoutMs },
      name: `${name}-${center}${whose}`,
    });
  const elastics = new Map<Cluster, Elastic>();
  for (const { name: cluster, url } of config.clusters) {
    const account = { user: config.elasticUser, password: config.elasticPassword };
    elastics.set(cluster, connectElastic({ url, ...account, name }));
  }
  const recordClient = (): RecordClient =>
    createRpcClient({
      ...{ contracts, telemetry, clock, tls, targets: config.memberWriteTargets },
      service: contracts.services.record,
      identity: { kind: KIND, token },
    });
  const recordClients = { order: recordClient(), marketing: recordClient() };
  const redis = { a: redisOf('a'), b: redisOf('b') };
  const marketingRedis = redisOf(config.service.center, '-marketing');
  const topology = await openTopology(nats);
  return { nats, topology, redis, marketingRedis, elastics, recordClients };
}

function composeTiers(config: Config, { health, contracts }: Ground): Tiers {
  const { memberRead, memberQuery, cacheFence } = contracts.services;
  return new Tiers({
    health,
    services: [memberRead.name, memberQuery.name, cacheFence.name],
    tiers: [
      ...CENTERS.map((center) => `redis/${center}`),
      ...config.clusters.map(({ name }) => `elastic/${name}`),
      ...['record', 'nats'],
    ],
    own: `redis/${config.service.center}`,
  });
}

function composeTierRules(config: Config, { contracts, telemetry }: Ground): TierRules {
  const { name, token, clientTls: tls } = config.service;
  return openTierRules({
    ...{ contracts, telemetry, clock, random, tls, name, identity: { kind: KIND, token } },
    targets: config.flowControlTargets,
  });
}

interface SourceParts {
  stores: Stores;
  tiers: Tiers;
  faults: QueryFaults;
  guard: TierGuard;
}

function composeSources(
  config: Config,
  { telemetry }: Ground,
  { stores, tiers, faults, guard }: SourceParts,
) {
  const scripts = loadScripts(faults.fillWithout);
  const centerOf = (name: Center, cluster = stores.redis[name]): CacheCenter => {
    const settings = CACHE_SETTINGS;
    const center = faults.around(new RedisCacheCenter({ name, cluster, scripts, settings }));
    return new GuardedCacheCenter(center, guard);
  };
  const centers = { a: centerOf('a'), b: centerOf('b') };
  const own = config.service.center;
  const caches = { order: centers[own], marketing: centerOf(own, stores.marketingRedis) };
  const states = new IndexStates();
  const indices = [...stores.elastics].map(([cluster, elastic]) => {
    const reader = new ElasticIndexReader({
      ...{ cluster, elastic, clock, guard, timeoutMs: config.indexTimeoutMs },
      serving: () => states.serving(cluster),
      onReached: (reached) => tiers.set(`elastic/${cluster}`, reached),
      concurrencyMax: config.indexConcurrencyMax,
    });
    return faults.aroundIndex(reader);
  });
  const searches = [...stores.elastics].map(([cluster, elastic]) => {
    return new ElasticIndexSearch({
      ...{ cluster, elastic, guard, timeoutMs: config.searchTimeoutMs },
      serving: () => states.serving(cluster),
      concurrencyMax: config.searchConcurrencyMax,
    });
  });
  const record = new RpcRecordReader({
    clients: stores.recordClients,
    concurrencyMax: config.recordConcurrencyMax,
    timeoutMs: config.recordTimeoutMs,
    onReached: (reached) => tiers.set('record', reached),
  });
  telemetry.logger.info({ event: 'composed', clusters: indices.map(({ cluster }) => cluster) });
  const stream = new NatsChangeStream(stores.nats, stores.topology);
  return { centers, caches, states, indices, searches, record, stream };
}

type Sources = ReturnType<typeof composeSources>;

function composeControl(
  config: Config,
  parts: { stores: Stores; sources: Sources; tiers: Tiers; metrics: QueryMetrics },
) {
  const { stores, sources, tiers, metrics } = parts;
  const { name, center } = config.service;
  const clusters = config.clusters.map((each) => each.name);
  const ledger = new ProgressLedger<AcknowledgedBeats>();
  const trustOf = (): BucketTrust => new BucketTrust(config.trustWindowMs);
  const trusts = { order: trustOf(), marketing: trustOf() };
  const owner = `${name}-${random.bytes(6).toString('hex')}`;
  const leadership = new Leadership({ bucket: stores.topology, owner, clock });
  const lead = new LeadCache({
    ...{ ledger, clusters, clock, observer: metrics.lead, intervalMs: BEAT_INTERVAL_MS },
    centers: CENTERS.map((each) => sources.centers[each]),
    beats: new BeatClock(clock),
    limits: { pinLife: PIN_LIFE, pinsMax: config.pinsPerBucketMax },
    mayLead: () => leadership.mayLead(),
  });
  const progress = new TrackProgress({
    ...{ ledger, clusters, clock, stream: sources.stream, record: sources.record },
    note: () => lead.acknowledged(),
    intervalMs: PROGRESS_INTERVAL_MS,
    onRound: ({ stream }) => {
      tiers.set('nats', stream && stores.nats.connected());
      const nowMs = clock.monotonicMs();
      for (const each of clusters) metrics.indexAgeMs(each, nowMs - ledger.currentMs(each));
    },
  });
  const pollerOf = (each: Center): PollBuckets => {
    const own = each === center;
    return new PollBuckets({
      ...{ cache: sources.centers[each], clock },
      trusts: own ? Object.values(trusts) : [],
      intervalMs: own ? POLL_INTERVAL_MS : PROBE_INTERVAL_MS,
      onRound: (answered) => {
        tiers.set(`redis/${each}`, answered === BUCKETS);
        if (own) metrics.untrustedBuckets(trusts.order.untrustedCount(clock.monotonicMs()));
      },
    });
  };
  const pollers = CENTERS.map((each) => ({ center: each, poller: pollerOf(each) }));
  return { ledger, trusts, leadership, lead, progress, pollers };
}

type Control = ReturnType<typeof composeControl>;

function composeReading(
  config: Config,
  { contracts }: Ground,
  parts: { stores: Stores; sources: Sources; control: Control; metrics: QueryMetrics },
) {
  const { sources, control, metrics } = parts;
  const { centers, caches, states, indices, searches, record } = sources;
  const { trusts, ledger } = control;
  const { member } = contracts.messages;
  const clustersFor = (trafficClass: TrafficClass): readonly Cluster[] =>
    states.clustersFor(trafficClass);
  const loads = new LoadKeys({
    ...{ cache: caches.order, indices, clustersFor, record, observer: metrics.reads },
    indexCurrentMs: (cluster) => ledger.currentMs(cluster),
    nowMs: () => clock.monotonicMs(),
    fraction: () => random.fraction(),
  });
  const budget = (): RateBudget => new RateBudget(config.authoritativeReadsPerSecond, clock);
  const keys = new ReadKeys({
    ...{ caches, trusts, loads, observer: metrics.reads, clock, random },
    authoritative: { order: budget(), marketing: budget(), ops: budget() },
  });
  const lookups = new LookupAccounts({ keys, record });
  const members = new ReadMembers({ keys, lookups });
  const search = new SearchMembers({
    ...{ searches, clustersFor, members },
    matches: (bytes, filters) => matchesFilters(member.decode(bytes), filters),
    stalenessMs: (cluster) => REFRESH_INTERVAL_MS + clock.monotonicMs() - ledger.currentMs(cluster),
  });
  const all = CENTERS.map((center) => centers[center]);
  const describe = new DescribeMember({
    ...{ record, indices, centers: all },
    accountsOf: (bytes) => member.decode(bytes).accounts.flatMap(({ account }) => account ?? []),
  });
  const fenceKeys = new FenceKeys({ centers: all, observer: metrics.fences, clock, random });
  const followThrough = new FollowThrough({
    ...{ centers: all, indices, clock, observer: metrics.follow },
    fraction: () => random.fraction(),
    share: config.followedPermille / 1_000,
  });
  return { lookups, members, search, describe, fenceKeys, followThrough };
}

type Reading = ReturnType<typeof composeReading>;

function composeServer(config: Config, ground: Ground, reading: Reading): RpcServer {
  const { contracts, telemetry, health } = ground;
  const { grpcListen, tls, peers, drainTimeoutMs } = config.service;
  const { memberRead, memberQuery, cacheFence } = contracts.services;
  const server = new RpcServer({
    ...{ contracts, telemetry, health, clock, listen: grpcListen, tls, peers, drainTimeoutMs },
  });
  server.serve(memberRead, memberReadService(reading), { allow: ['gateway', 'meshctl'] });
  server.serve(memberQuery, memberQueryService(reading), { allow: ['gateway'] });
  server.serve(cacheFence, cacheFenceService(reading.fenceKeys), { allow: ['member-write'] });
  for (const { name } of [memberRead, memberQuery, cacheFence]) health.set(name, 'NOT_SERVING');
  return server;
}

function composeTasks(
  _config: Config,
  ground: Ground,
  parts: {
    stores: Stores;
    sources: Sources;
    control: Control;
    reading: Reading;
    tiers: Tiers;
    tierRules: TierRules;
    metrics: QueryMetrics;
    faults: QueryFaults;
  },
): Task[] {
  const { stores, sources, control, reading, tiers, tierRules, faults } = parts;
  const { logger } = ground.telemetry;
  const { nats, topology } = stores;
  const onUnreadable = (sequence: number, error: unknown): void => {
    logger.error({ event: 'change-unreadable', sequence, err: error }, 'passed over');
  };
  const follow = (signal: AbortSignal): Promise<void> =>
    consumeChanges(
      { nats, messages: ground.contracts.messages, signal, onUnreadable },
      async (batch) => {
        await faults.beforeEvent();
        await followChanges(reading.fenceKeys, batch);
        reading.followThrough.note(batch.flatMap(({ fences }) => fences));
      },
    );
  return [
    { name: 'lead-cache', run: (signal) => control.lead.run(signal) },
    { name: 'leadership', run: (signal) => control.leadership.keep(signal) },
    { name: 'tier-rules', run: (signal) => tierRules.run(signal) },
    { name: 'progress', run: (signal) => control.progress.run(signal) },
    { name: 'follow-changes', run: follow },
    { name: 'follow-through', run: (signal) => reading.followThrough.run(signal) },
    { name: 'index-states', run: (signal) => sources.states.follow(topology, signal) },
    ...control.pollers.map(({ center, poller }) => {
      return { name: `poll-${center}`, run: (signal: AbortSignal) => poller.run(signal) };
    }),
    ...[...stores.elastics].map(([cluster, elastic]) =>
      probing({
        name: `probe-${cluster}`,
        probe: async () => {
          await elastic.ping({ timeoutMs: PROBE_INTERVAL_MS });
          return true;
        },
        told: (reached) => tiers.set(`elastic/${cluster}`, reached),
        intervalMs: PROBE_INTERVAL_MS,
      }),
    ),
  ];
}
