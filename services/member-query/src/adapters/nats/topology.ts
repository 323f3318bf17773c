// What other owners say in the bucket `topology`, and the lease of the cache's controller there.
import { type Bucket, Lease, type Nats } from '@member-mesh/driver-nats';
import { type Clock, sleep } from '@member-mesh/kernel';

import type { TrafficClass } from '../../app/answers.ts';
import { type Cluster, CLUSTERS } from '../../domain/bucket-state.ts';
import { clustersFor, parseRoute, USUAL_ROUTE } from '../../domain/index-route.ts';
import type { KeptProgress } from '../../domain/proven-sequence.ts';

const BUCKET = 'topology';
const ROUTES_KEY = 'index.routes';
const LEASE_KEY = 'lease.cache';
const LEASE_TTL_MS = 5_000;
const RENEW_INTERVAL_MS = 1_500;

export function openTopology(nats: Nats): Promise<Bucket> {
  return nats.bucket(BUCKET);
}

/**
 * Which index clusters may be read and for which traffic, followed for as long as the signal lets
 * it.
 */
export class IndexStates {
  readonly #states = new Map<Cluster, string>();
  #route = USUAL_ROUTE;

  /** False until the cluster's owner has said that it serves; the last word counts. */
  serving(cluster: Cluster): boolean {
    return this.#states.get(cluster) === 'serving';
  }

  clustersFor(trafficClass: TrafficClass): readonly Cluster[] {
    return clustersFor(this.#route, trafficClass === 'marketing' ? 'marketing' : 'order');
  }

  async follow(bucket: Bucket, signal: AbortSignal): Promise<void> {
    for await (const { key, value } of bucket.watch('index.*', { signal })) {
      if (key === ROUTES_KEY) this.#route = parseRoute(objectIn(value)['route']) ?? this.#route;
      const cluster = CLUSTERS.find((each) => key === `index.${each}`);
      if (cluster) this.#states.set(cluster, stateIn(value));
    }
  }
}

/** What the cluster's owner says of it now. */
export async function readIndexState(bucket: Bucket, cluster: Cluster): Promise<string> {
  return stateIn((await bucket.get(`index.${cluster}`))?.value);
}

/** How far the cluster's owner has kept that it came; undefined when it kept nothing. */
export async function keptProgress(
  bucket: Bucket,
  cluster: Cluster,
): Promise<KeptProgress | undefined> {
  const kept = objectIn((await bucket.get(`index.applied.${cluster}`))?.value);
  const { streamCreatedMs, sequence } = kept;
  if (typeof streamCreatedMs !== 'number' || typeof sequence !== 'number') return undefined;
  return { streamCreatedMs, sequence };
}

function stateIn(value: Buffer | undefined): string {
  const { state } = objectIn(value);
  return typeof state === 'string' ? state : 'missing';
}

/** Empty when it is none. */
function objectIn(value: Buffer | undefined): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(value?.toString('utf8') ?? '{}');
    const isObject = typeof parsed === 'object' && parsed !== null;
    return isObject ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export interface LeadershipOptions {
  bucket: Bucket;
  /** Names this process' run. */
  owner: string;
  clock: Clock;
}

/**
 * Whether this process beats. It does while it holds the lease, and while nobody can tell it that
 * somebody else does: beats of several processes do no harm, no beats at all do.
 */
export class Leadership {
  readonly #lease: Lease;
  #elsewhere = false;

  constructor({ bucket, owner, clock }: LeadershipOptions) {
    this.#lease = new Lease({ bucket, key: LEASE_KEY, owner, ttlMs: LEASE_TTL_MS, clock });
  }

  mayLead(): boolean {
    return !this.#elsewhere;
  }

  async keep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.#elsewhere = !(await this.#lease.acquire());
      } catch {
        this.#elsewhere = false;
      }
      await sleep(RENEW_INTERVAL_MS, signal).catch(() => undefined);
    }
    // A lease that cannot be given back ends by itself.
    await this.#lease.release().catch(() => undefined);
  }
}
