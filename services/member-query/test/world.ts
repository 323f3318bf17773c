// member-query of both centers on real stores, with a record and index workers that tests command.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readConfig } from '@member-mesh/config';
import type { ServiceContract } from '@member-mesh/contracts';
import { connectNats, type Nats } from '@member-mesh/driver-nats';
import { startStores, type Stores } from '@member-mesh/harness';
import { systemClock } from '@member-mesh/kernel';
import type { Composition } from '@member-mesh/lifecycle';
import { createRpcClient, Health, type RpcClient, sha256Hex } from '@member-mesh/rpc';
import { createTelemetry, type Telemetry } from '@member-mesh/telemetry';

import { compose } from '../src/compose.ts';
import { readMemberQueryConfig } from '../src/config.ts';
import type { Center } from '../src/app/cache-center.ts';
import type { Cluster } from '../src/domain/bucket-state.ts';
import { IndexWorker } from './index-worker.ts';
import {
  type AccountRowFields,
  contracts,
  type memberRow,
  queryToken,
  RecordPeer,
} from './record-peer.ts';
import { silentLogger, until } from './redis-centers.ts';

type ClientOf<C> = C extends ServiceContract<infer D, infer H> ? RpcClient<D, H> : never;
const { memberRead, memberQuery, cacheFence } = contracts.services;

const CALL_TIMEOUT_MS = 20_000;
const TOKENS = { gateway: 'the gateway', 'member-write': 'the writer', meshctl: 'the operator' };

export interface QueryInstance {
  health: Health;
  telemetry: Telemetry;
  read: ClientOf<typeof memberRead>;
  query: ClientOf<typeof memberQuery>;
  fence: ClientOf<typeof cacheFence>;
  close: () => Promise<void>;
}

export class World {
  readonly stores: Stores;
  readonly nats: Nats;
  readonly record: RecordPeer;
  readonly workers = new Map<Cluster, IndexWorker>();
  readonly instances = new Map<Center, QueryInstance>();
  #folder = '';
  #memberIds = 7_000n << 22n;
  #locks = 0;

  private constructor(stores: Stores, nats: Nats) {
    this.stores = stores;
    this.nats = nats;
    this.record = new RecordPeer(nats);
  }

  static async start(
    clusters: readonly Cluster[],
    settings: Readonly<Record<string, string>> = {},
  ): Promise<World> {
    const stores = await startStores({ redis: true, nats: true, elastic: clusters });
    const env = stores.env('sync-worker');
    const nats = await connectNats({
      urls: (env.NATS_URLS ?? '').split(','),
      user: 'mesh_admin',
      password: readFileSync(stores.secretFile('nats-mesh_admin.password'), 'utf8').trim(),
      ...{ name: 'test', logger: silentLogger },
    });
    await until('nats', () => nats.connected());
    const world = new World(stores, nats);
    world.#folder = await mkdtemp(join(tmpdir(), 'member-query-test-'));
    await world.record.start();
    for (const cluster of clusters) {
      const worker = new IndexWorker(stores, nats, cluster);
      await worker.start();
      world.workers.set(cluster, worker);
    }
    for (const center of ['a', 'b'] as const) {
      world.instances.set(center, await world.#startInstance(center, clusters, settings));
    }
    return world;
  }

  at(center: Center): QueryInstance {
    const instance = this.instances.get(center);
    if (!instance) throw new Error(`no instance in ${center}`);
    return instance;
  }

  worker(cluster: Cluster): IndexWorker {
    const worker = this.workers.get(cluster);
    if (!worker) throw new Error(`no worker of ${cluster}`);
    return worker;
  }

  newMemberId(): string {
    this.#memberIds += 1n << 22n;
    return String(this.#memberIds);
  }

  newLockId(): Buffer {
    const id = Buffer.alloc(8);
    id.writeUInt32BE(++this.#locks);
    return id;
  }

  /** Resolves when misses in both centers are answered from the index and hits from the cache. */
  async warm(): Promise<void> {
    for (const center of this.instances.keys()) {
      await until(`a warm cache in ${center}`, async () => {
        // A busy machine may take its time to connect.
        const miss = await this.readOne(center, this.newMemberId()).catch(() => undefined);
        return miss?.source === 'SOURCE_INDEX';
      });
    }
  }

  /** A whole acknowledged write: lock, commit, publish, fence. */
  async write(rows: {
    members?: ReturnType<typeof memberRow>[];
    accounts?: Record<string, AccountRowFields>;
  }): Promise<void> {
    const lockId = this.newLockId();
    const { fence } = this.at('a');
    const members = rows.members ?? [];
    const accounts = Object.entries(rows.accounts ?? {});
    const keys = [
      ...members.map(({ memberId }) => ({ memberId })),
      ...accounts.map(([accountId]) => ({ account: { platform: 'wechat', accountId } })),
    ];
    const versions = [...members, ...accounts.map(([, row]) => row)].map(({ version }) => version);
    await fence.LockKeys({ lockId, keys }, { timeoutMs: CALL_TIMEOUT_MS });
    this.record.commit(rows);
    // The stream may be away: the outbox keeps the change.
    await this.record.publish().catch(() => undefined);
    const fences = keys.map((key, at) => ({ key, minVersion: versions[at] ?? 1 }));
    await fence.FenceKeys({ lockId, fences }, { timeoutMs: CALL_TIMEOUT_MS });
  }

  async readOne(
    center: Center,
    memberId: string,
    options: { readClass?: 'READ_CLASS_ORDER' | 'READ_CLASS_MARKETING'; minVersion?: number } = {},
  ) {
    const { readClass = 'READ_CLASS_ORDER', minVersion = 0 } = options;
    const { results } = await this.at(center).read.BatchRead(
      { readClass, items: [{ memberId, minVersion }] },
      { timeoutMs: CALL_TIMEOUT_MS },
    );
    const [result] = results;
    if (!result) throw new Error('no result');
    const name =
      result.outcome === 'OUTCOME_FOUND'
        ? contracts.messages.member.decode(result.member)
        : undefined;
    return { ...result, decoded: name };
  }

  async close(): Promise<void> {
    for (const instance of this.instances.values()) await instance.close();
    for (const worker of this.workers.values()) await worker.close();
    await this.record.close();
    await this.nats.close();
    await this.stores.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #startInstance(
    center: Center,
    clusters: readonly Cluster[],
    settings: Readonly<Record<string, string>>,
  ): Promise<QueryInstance> {
    const name = `member-query-${center}`;
    const tokenFile = join(this.#folder, `${name}.token`);
    const peersFile = join(this.#folder, 'peers.json');
    const peers = Object.entries(TOKENS).map(([kind, token]) => [kind, [sha256Hex(token)]]);
    await writeFile(tokenFile, queryToken);
    await writeFile(peersFile, JSON.stringify(Object.fromEntries(peers)));
    const { host, port } = this.record.address;
    const env: Record<string, string | undefined> = {
      ...this.stores.env('member-query'),
      ...{ MESH_NAME: name, MESH_CENTER: center, LOG_LEVEL: 'error' },
      ...{ GRPC_LISTEN: '127.0.0.1:0', HTTP_LISTEN: '127.0.0.1:0', DRAIN_TIMEOUT_MS: '1000' },
      ...{ MESH_TOKEN_FILE: tokenFile, MESH_PEERS_FILE: peersFile },
      MEMBER_WRITE_TARGETS: `${host}:${port}`,
      ...settings,
    };
    for (const each of ['ORDER_A', 'ORDER_B', 'MARKETING']) {
      const cluster = each.toLowerCase().replace('_', '-') as Cluster;
      if (!clusters.includes(cluster)) env[`ELASTIC_${each}_URL`] = undefined;
    }
    const config = readConfig(env, readMemberQueryConfig);
    const telemetry = await createTelemetry({
      ...{ service: 'member-query', name, center, logLevel: config.service.logLevel },
    });
    const health = new Health();
    const composition = await compose(config, { contracts, telemetry, health });
    const bound = await composition.server.start();
    await composition.start?.();
    return instanceOf({ composition, telemetry, health, port: bound.port });
  }
}

function instanceOf(parts: {
  composition: Composition;
  telemetry: Telemetry;
  health: Health;
  port: number;
}): QueryInstance {
  const { composition, telemetry, health, port } = parts;
  const common = {
    ...{ contracts, telemetry, clock: systemClock },
    targets: [{ host: '127.0.0.1', port }],
  };
  const gateway = { kind: 'gateway', token: TOKENS.gateway };
  const writer = { kind: 'member-write', token: TOKENS['member-write'] };
  const read = createRpcClient({ ...common, service: memberRead, identity: gateway });
  const query = createRpcClient({ ...common, service: memberQuery, identity: gateway });
  const fence = createRpcClient({ ...common, service: cacheFence, identity: writer });
  return {
    ...{ health, telemetry, read, query, fence },
    close: async () => {
      for (const client of [read, query, fence]) client.close();
      await composition.server.drain();
      await composition.close();
    },
  };
}
