// What the use cases need besides the record: the caches, the change stream, and named places to
// fail at.
import type { Account, MemberId } from '@member-mesh/contracts';

import type { OutboxRow } from './record-store.ts';

export type CacheKey =
  { kind: 'member'; memberId: MemberId } | { kind: 'account'; account: Account };

export interface CacheFence {
  key: CacheKey;
  minVersion: number;
  /** The change stream's sequence of the change; 0 when it is not published yet. */
  streamSequence: number;
}

/** The caches of both centers could not all be reached. */
export class CachesUnreachable extends Error {
  override name = 'CachesUnreachable';
  /** Those that did not acknowledge; empty when nobody could say which. */
  readonly centers: readonly string[];
  /** When it may be tried again; undefined when nobody could say. */
  readonly retryAfterMs: number | undefined;

  constructor(centers: readonly string[], cause?: Error & { retryAfterMs?: number | undefined }) {
    super('a cache did not acknowledge', { cause });
    this.centers = centers;
    this.retryAfterMs = cause?.retryAfterMs;
  }
}

/**
 * Every call throws CachesUnreachable unless all attached centers acknowledged; all are idempotent.
 */
export interface CacheFences {
  lock(lockId: Buffer, keys: readonly CacheKey[], timeoutMs: number): Promise<void>;
  fence(lockId: Buffer, fences: readonly CacheFence[], timeoutMs: number): Promise<void>;
  unlock(lockId: Buffer, keys: readonly CacheKey[], timeoutMs: number): Promise<void>;
}

export function cacheKeyName(key: CacheKey): string {
  return key.kind === 'member'
    ? `m:${key.memberId}`
    : `a:${key.account.platform}:${key.account.accountId}`;
}

/** The change stream could not be reached; a message may have been stored all the same. */
export class StreamUnreachable extends Error {
  override name = 'StreamUnreachable';
}

export interface PublishedChange {
  sequence: number;
  streamCreatedMs: number;
}

export interface ChangeStream {
  /** Throws StreamUnreachable. */
  publish(row: PublishableRow, timeoutMs: number): Promise<PublishedChange>;
  /** Creates the stream where it is missing. Throws StreamUnreachable. */
  state(): Promise<{ createdMs: number; firstSequence: number; lastSequence: number }>;
  /** What every index has applied; 0 while the consumer of one of them does not exist. */
  appliedSequence(): Promise<number>;
}

export type PublishableRow = Pick<OutboxRow, 'group' | 'shard' | 'outboxId' | 'payload' | 'trace'>;

export const FAULT_POINTS = [
  'after-claim',
  'after-lock',
  'after-account-check',
  'before-account-commit',
  'after-account-commit',
  'before-commit',
  'after-commit',
  'before-release',
  'after-release',
  'after-publish',
  'after-fence',
] as const;

export type FaultPoint = (typeof FAULT_POINTS)[number];

/** Named places between the steps of a write. Nothing happens there unless a test asked for it. */
export interface FaultPoints {
  reach(point: FaultPoint): Promise<void>;
}

/** What happens inside, for metrics. */
export interface WriteObserver {
  repaired(
    kind: 'orphan-cleared' | 'release-finished' | 'published-late' | 'reopened',
    count: number,
  ): void;
  attemptFailed(kind: string): void;
}
