// What the workers share, as keys of the bucket `topology`.
import { Lease, type Bucket } from '@member-mesh/driver-nats';
import type { Clock } from '@member-mesh/kernel';

import type { Cell, ClusterCells, GenesisCell, Leadership, Versioned } from '../../app/ports.ts';
import type { ClusterName } from '../../domain/cluster.ts';
import type { Applied, Genesis } from '../../domain/history.ts';
import { type IndexRoutes, ROUTES_KEY } from '../../domain/index-routes.ts';
import { decodePlan, encodePlan } from '../../domain/rebuild-plan.ts';
import { decodeTopology, encodeTopology, topologyKey } from '../../domain/topology.ts';
import { reaching } from './reaching.ts';

const LEASE_TTL_MS = 6_000;
const ROUTES_LEASE_TTL_MS = 3_000;

interface Format<T> {
  encode: (value: T) => string;
  decode: (text: string) => T;
}

class BucketCell<T> implements Cell<T> {
  readonly #bucket: Bucket;
  readonly #key: string;
  readonly #format: Format<T>;

  constructor(bucket: Bucket, key: string, format: Format<T>) {
    this.#bucket = bucket;
    this.#key = key;
    this.#format = format;
  }

  async read(): Promise<Versioned<T> | undefined> {
    const entry = await reaching(this.#bucket.get(this.#key));
    if (!entry) return undefined;
    const { revision, value } = entry;
    return { value: this.#format.decode(value.toString('utf8')), revision };
  }

  write(value: T, revision: number): Promise<number> {
    const bytes = Buffer.from(this.#format.encode(value), 'utf8');
    return reaching(
      revision === 0
        ? this.#bucket.create(this.#key, bytes)
        : this.#bucket.update(this.#key, bytes, revision),
    );
  }
}

function json<T>(): Format<T> {
  return { encode: (value) => JSON.stringify(value), decode: (text) => JSON.parse(text) as T };
}

function leadership(
  bucket: Bucket,
  term: { key: string; ttlMs: number },
  who: { owner: string; clock: Clock },
): Leadership {
  const lease = new Lease({ bucket, ...term, ...who });
  return {
    held: () => lease.held(),
    acquire: () => reaching(lease.acquire()),
    release: () => reaching(lease.release()),
  };
}

export function clusterCells(
  bucket: Bucket,
  cluster: ClusterName,
  who: { owner: string; clock: Clock },
): ClusterCells {
  const topology = { encode: encodeTopology, decode: decodeTopology };
  const plan = { encode: encodePlan, decode: decodePlan };
  return {
    topology: new BucketCell(bucket, topologyKey(cluster), topology),
    applied: new BucketCell(bucket, `index.applied.${cluster}`, json<Applied>()),
    plan: new BucketCell(bucket, `index.rebuild.${cluster}`, plan),
    rebuilding: leadership(bucket, { key: `lease.rebuild.${cluster}`, ttlMs: LEASE_TTL_MS }, who),
  };
}

export function routesCell(bucket: Bucket): Cell<IndexRoutes> {
  return new BucketCell(bucket, ROUTES_KEY, json<IndexRoutes>());
}

/** Short: while it is not held nobody moves traffic. */
export function routesLeadership(bucket: Bucket, who: { owner: string; clock: Clock }): Leadership {
  return leadership(bucket, { key: 'lease.routes', ttlMs: ROUTES_LEASE_TTL_MS }, who);
}

export function genesisCell(bucket: Bucket): GenesisCell {
  return new BucketCell(bucket, 'index.genesis', json<Genesis>());
}
