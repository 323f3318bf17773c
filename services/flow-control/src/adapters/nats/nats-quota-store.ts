// Who may hold a share of a global rule, in the bucket `policy`: keys `quota.<rule>`; and who
// grants them, key `lease.quota`.
import { type Bucket, Lease } from '@member-mesh/driver-nats';
import type { Clock } from '@member-mesh/kernel';

import type { Leadership } from '../../app/quota/quota-lead.ts';
import type { QuotaStore, StoredQuota } from '../../app/quota/quota-store.ts';
import { reached } from './reached.ts';

const FORMAT = 1;
const LEASE_KEY = 'lease.quota';
const LEASE_TTL_MS = 3_000;

export class NatsQuotaStore implements QuotaStore {
  readonly #bucket: Bucket;

  constructor(bucket: Bucket) {
    this.#bucket = bucket;
  }

  async read(ruleId: string): Promise<{ quota: StoredQuota; storeRevision: number } | undefined> {
    const entry = await reached(() => this.#bucket.get(keyOf(ruleId)));
    return entry && { quota: decode(entry.value), storeRevision: entry.revision };
  }

  write(ruleId: string, quota: StoredQuota, expected: number): Promise<number> {
    const bytes = Buffer.from(JSON.stringify({ format: FORMAT, ...quota }));
    return reached(() =>
      expected === 0
        ? this.#bucket.create(keyOf(ruleId), bytes)
        : this.#bucket.update(keyOf(ruleId), bytes, expected),
    );
  }
}

/** The lease of the one that grants. `owner` names this process' run. */
export function quotaLeadership(
  bucket: Bucket,
  who: { owner: string; clock: Clock },
): Leadership & { ttlMs: number } {
  const lease = new Lease({ bucket, key: LEASE_KEY, ttlMs: LEASE_TTL_MS, ...who });
  return {
    ttlMs: LEASE_TTL_MS,
    held: () => lease.held(),
    acquire: () => reached(() => lease.acquire()),
    release: () => reached(() => lease.release()),
  };
}

function keyOf(ruleId: string): string {
  return `quota.${ruleId}`;
}

/** What cannot be read is taken for lost: all that was lent is waited for. */
function decode(bytes: Buffer): StoredQuota {
  const { format, epoch = 0, identity, known } = parsed(bytes);
  if (format === FORMAT) return { epoch, identity, known };
  return { epoch: 0, identity: undefined, known: undefined };
}

function parsed(bytes: Buffer): Partial<StoredQuota> & { format?: number } {
  try {
    return JSON.parse(bytes.toString()) as Partial<StoredQuota>;
  } catch {
    return {};
  }
}
