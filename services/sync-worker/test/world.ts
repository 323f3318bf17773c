// What every test of the service stands on: real stores, a record peer, and worker processes.
import { readFileSync } from 'node:fs';

import { connectElastic, type Elastic } from '@member-mesh/driver-elastic';
import { connectNats, type Nats } from '@member-mesh/driver-nats';
import { startStores, type StoreOptions, type Stores, until } from '@member-mesh/harness';

import { CHANGE_STREAM, RecordPeer } from './record-peer.ts';
import { WorkerProcess } from './worker-process.ts';

export type Cluster = 'order-a' | 'order-b' | 'marketing';

const URLS: Record<Cluster, string> = {
  'order-a': 'ELASTIC_ORDER_A_URL',
  'order-b': 'ELASTIC_ORDER_B_URL',
  marketing: 'ELASTIC_MARKETING_URL',
};
const silent = { info: (): void => undefined, warn: (): void => undefined };
const STREAM_BYTES = 200_000_000;

export class World {
  readonly stores: Stores;
  readonly nats: Nats;
  readonly record: RecordPeer;
  readonly #workers: WorkerProcess[] = [];
  readonly #elastics: Elastic[] = [];

  constructor(stores: Stores, nats: Nats) {
    this.stores = stores;
    this.nats = nats;
    this.record = new RecordPeer(nats);
  }

  static async start(
    clusters: readonly Cluster[],
    elasticSettings: NonNullable<StoreOptions['elasticSettings']> = {},
  ): Promise<World> {
    const stores = await startStores({ nats: true, elastic: clusters, elasticSettings });
    const env = stores.env('sync-worker');
    const nats = await connectNats({
      urls: [env['NATS_URLS'] ?? ''],
      user: 'mesh_admin',
      password: readFileSync(stores.secretFile('nats-mesh_admin.password'), 'utf8').trim(),
      name: 'record-peer',
      logger: silent,
    });
    await nats.whenConnected(AbortSignal.timeout(10_000));
    const world = new World(stores, nats);
    await world.limitStream(STREAM_BYTES);
    await world.record.start();
    return world;
  }

  /** Creates the change stream, or gives it another size. */
  async limitStream(maxBytes: number): Promise<void> {
    await this.nats.ensureStream({
      name: CHANGE_STREAM,
      subjects: ['member.changes.>'],
      maxAgeMs: 3_600_000,
      maxBytes,
      duplicateWindowMs: 120_000,
    });
  }

  async worker(name: string, extra?: Record<string, string>): Promise<WorkerProcess> {
    const stores = this.stores.env('sync-worker');
    const recordTarget = this.record.target;
    const worker = new WorkerProcess({
      ...{ name, stores, recordTarget, extra },
      startProcess: (script, env) => this.stores.startProcess(script, env),
    });
    this.#workers.push(worker);
    await worker.start();
    return worker;
  }

  async endWorkers(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.end('SIGTERM')));
  }

  url(cluster: Cluster): string {
    return this.stores.env('sync-worker')[URLS[cluster]] ?? '';
  }

  elastic(cluster: Cluster): Elastic {
    const elastic = connectElastic({
      url: this.url(cluster),
      ...this.#credentials(),
      name: 'test',
    });
    this.#elastics.push(elastic);
    return elastic;
  }

  /** A request of the store's own administration, which the service's driver has no use for. */
  async administer(
    cluster: Cluster,
    path: string,
    body?: object,
    method: 'PUT' | 'POST' | 'DELETE' = 'PUT',
  ): Promise<void> {
    const { user, password } = this.#credentials();
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const response = await fetch(`${this.url(cluster)}${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  }

  async appliedUpTo(cluster: Cluster, sequence: number, timeoutMs?: number): Promise<void> {
    const durable = `index-${cluster}`;
    const floor = async (): Promise<number> =>
      (await this.nats.consumerProgress(CHANGE_STREAM, durable))?.ackFloor ?? 0;
    await until(`${cluster} at ${sequence}`, async () => (await floor()) >= sequence, timeoutMs);
  }

  async topology(cluster: Cluster): Promise<Record<string, unknown> | undefined> {
    const bucket = await this.nats.bucket('topology');
    const entry = await bucket.get(`index.${cluster}`);
    return entry && (JSON.parse(entry.value.toString('utf8')) as Record<string, unknown>);
  }

  async state(cluster: Cluster, state: string): Promise<void> {
    await until(
      `${cluster} to be ${state}`,
      async () => (await this.topology(cluster))?.['state'] === state,
    );
  }

  async close(): Promise<void> {
    await this.endWorkers();
    await Promise.all(this.#elastics.map((elastic) => elastic.close()));
    await this.record.close();
    await this.nats.close();
    await this.stores.close();
  }

  #credentials(): { user: string; password: string } {
    const env = this.stores.env('sync-worker');
    const user = env['ELASTIC_USER'] ?? '';
    const password = readFileSync(env['ELASTIC_PASSWORD_FILE'] ?? '', 'utf8').trim();
    return { user, password };
  }
}

/** The documents of ids as the index holds them, by id. */
export async function documentsOf(
  elastic: Elastic,
  index: string,
  ids: readonly string[],
): Promise<(Record<string, unknown> | undefined)[]> {
  const keys = ids.map((id) => ({ id, routing: id }));
  const items = await elastic.mget<Record<string, unknown>>(index, keys);
  return items.map((item) => (item.kind === 'found' ? item.source : undefined));
}
