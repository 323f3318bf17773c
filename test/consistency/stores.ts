// What a test sees of the stores behind the gateways, as their administrator: it waits for a
// version to be in an index, brings about what would otherwise take hours (an eviction, a deletion
// that is forgotten, a message that comes again), and reads metrics.
import { readFileSync } from 'node:fs';

import { parseAddress } from '@member-mesh/config';
import { loadContracts, parseMemberId } from '@member-mesh/contracts';
import { connectElastic, type Elastic } from '@member-mesh/driver-elastic';
import { connectNats, type Nats } from '@member-mesh/driver-nats';
import { connectRedis, defineScript, type RedisCluster } from '@member-mesh/driver-redis';
import type { TestMesh } from '@member-mesh/harness';

import { memberKey } from '../../services/member-query/src/domain/cache-key.ts';
import { eventually } from '../workload/fault-door.ts';

export type OrderCluster = 'order-a' | 'order-b';

const STREAM = 'MEMBER_CHANGES';
/** An index is proven to have everything some seconds after it has. */
const SETTLE_MS_MAX = 90_000;
const CALL_MS_MAX = 5_000;
const SCAN_MS_MAX = 20_000;
const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
// What Redis may evict is what has a time to live.
const EVICT = defineScript(
  'evict',
  `if redis.call('PTTL', KEYS[1]) ~= -1 then redis.call('DEL', KEYS[1]) end
   return redis.call('EXISTS', KEYS[1])`,
);
const { messages } = loadContracts();

export class StoresBehind {
  readonly #mesh: TestMesh;
  readonly #caches: readonly RedisCluster[];
  readonly #indices: Readonly<Record<OrderCluster, Elastic>>;
  readonly #nats: Nats;
  #repeated = 0;

  private constructor(mesh: TestMesh, nats: Nats) {
    this.#mesh = mesh;
    this.#nats = nats;
    this.#caches = (['a', 'b'] as const).map((center) => openCache(mesh, center));
    this.#indices = {
      'order-a': openIndex(mesh, 'order-a'),
      'order-b': openIndex(mesh, 'order-b'),
    };
  }

  static async open(mesh: TestMesh): Promise<StoresBehind> {
    const nats = await connectNats({
      urls: [mesh.component('nats-1').address],
      user: 'mesh_admin',
      ...{ password: secretOf(mesh, 'nats-mesh_admin.password'), name: 'test', logger },
    });
    await nats.whenConnected(AbortSignal.timeout(CALL_MS_MAX));
    return new StoresBehind(mesh, nats);
  }

  async close(): Promise<void> {
    await Promise.all(this.#caches.map((cache) => cache.close()));
    await Promise.all(Object.values(this.#indices).map((index) => index.close()));
    await this.#nats.close();
  }

  /** The version that an index has of a member; 0 for none. */
  async indexed(cluster: OrderCluster, memberId: string): Promise<number> {
    const keys = [{ id: memberId, routing: memberId }];
    type Source = { version: number };
    const [item] = await this.#indices[cluster].mget<Source>('member', keys);
    return item?.kind === 'found' ? item.source.version : 0;
  }

  async untilIndexed(memberId: string, version: number): Promise<void> {
    for (const cluster of ['order-a', 'order-b'] as const) {
      await eventually(`${memberId} at ${version} in ${cluster}`, async () => {
        return (await this.indexed(cluster, memberId)) === version;
      });
    }
  }

  /** Evicts the member in both centers, as soon as Redis may. */
  async evict(memberId: string): Promise<void> {
    const id = parseMemberId(memberId);
    if (!id) throw new Error(`${memberId} is not the id of a member`);
    const { name } = memberKey(id);
    await eventually(
      `${memberId} to be evicted`,
      async () => {
        const left = this.#caches.map((cache) => cache.run(EVICT, [name], []));
        return (await Promise.all(left)).every((exists) => exists === 0);
      },
      SETTLE_MS_MAX,
    );
  }

  /** The indices forget deletions at once, not after the minute that is usual. */
  async forgetDeletions(): Promise<void> {
    const password = secretOf(this.#mesh, 'elastic-mesh_admin.password');
    const account = Buffer.from(`mesh_admin:${password}`).toString('base64');
    for (const cluster of ['order-a', 'order-b']) {
      const { address } = this.#mesh.component(`es-${cluster}`);
      const response = await fetch(`http://${address}/member-*/_settings`, {
        method: 'PUT',
        headers: { authorization: `Basic ${account}`, 'content-type': 'application/json' },
        body: JSON.stringify({ index: { gc_deletes: '0ms' } }),
        signal: AbortSignal.timeout(CALL_MS_MAX),
      });
      if (!response.ok) throw new Error(`settings of ${cluster}: ${await response.text()}`);
    }
  }

  /**
   * Brings a member's change into the stream once more, and waits until the indices have seen it.
   */
  async comesAgain(memberId: string, version: number): Promise<void> {
    const { subject, payload } = await this.#message(memberId, version);
    const id = `again-${++this.#repeated}`;
    const { sequence } = await this.#nats.publish({ subject, payload, id, timeoutMs: CALL_MS_MAX });
    for (const cluster of ['order-a', 'order-b']) {
      await eventually(`${cluster} to have seen ${sequence}`, async () => {
        const progress = await this.#nats.consumerProgress(STREAM, `index-${cluster}`);
        return (progress?.ackFloor ?? 0) >= sequence;
      });
    }
  }

  /** The sum of a metric over both processes of a service, or of each of them. */
  async metric(kind: string, pattern: RegExp): Promise<number[]> {
    const components = this.#mesh.components.filter((each) => each.kind === kind);
    return Promise.all(
      components.map(async ({ httpAddress }) => {
        const signal = AbortSignal.timeout(CALL_MS_MAX);
        const response = await fetch(`http://${httpAddress}/metrics`, { signal });
        const lines = (await response.text()).split('\n').filter((line) => pattern.test(line));
        return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
      }),
    );
  }

  async #message(memberId: string, version: number): Promise<{ subject: string; payload: Buffer }> {
    const signal = AbortSignal.timeout(SCAN_MS_MAX);
    const scanning = { stream: STREAM, subject: 'member.changes.*', fromSequence: 1, signal };
    for await (const { subject, payload } of this.#nats.scan(scanning)) {
      const { changes } = messages.changeSet.decode(payload);
      const found = changes.some(
        ({ member }) => member?.memberId === memberId && member.version === version,
      );
      if (found) return { subject, payload };
    }
    throw new Error(`no change of ${memberId} at ${version} in the stream`);
  }
}

function secretOf(mesh: TestMesh, name: string): string {
  return readFileSync(mesh.secretFile(name), 'utf8').trim();
}

function openCache(mesh: TestMesh, center: 'a' | 'b'): RedisCluster {
  const nodes = mesh.components.flatMap(({ kind, center: place, address }) => {
    return kind === 'redis' && place === center ? (parseAddress(address) ?? []) : [];
  });
  const password = secretOf(mesh, 'redis-mesh_admin.password');
  const account = { user: 'mesh_admin', password, name: `test-${center}`, logger };
  return connectRedis({ nodes, ...account, commandTimeoutMs: CALL_MS_MAX });
}

function openIndex(mesh: TestMesh, cluster: OrderCluster): Elastic {
  const url = `http://${mesh.component(`es-${cluster}`).address}`;
  const password = secretOf(mesh, 'elastic-sync_worker.password');
  return connectElastic({ url, user: 'sync_worker', password, name: 'test' });
}
