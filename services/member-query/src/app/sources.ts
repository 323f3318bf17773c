// The tiers that answer what the cache cannot, as the use cases see them.
import type { Account, MemberId } from '@member-mesh/contracts';

import type { Cluster } from '../domain/bucket-state.ts';
import type { CacheKey } from '../domain/cache-key.ts';

/** A tier that cannot be had, or not in time, or not for one call more. */
export class SourceUnavailable extends Error {
  override name = 'SourceUnavailable';
}

/**
 * A tier that is there and did not answer this call: it is full, or was too slow. That says nothing
 * against what it holds, so a current answer is refused rather than replaced by an older one.
 */
export class SourceBusy extends SourceUnavailable {
  override name = 'SourceBusy';
}

/**
 * What an index has under a key. The payload of a member is the member, of an account its member's
 * id.
 */
export type IndexAnswer =
  | { state: 'found'; version: number; payload: Buffer }
  | { state: 'absent' }
  /** The index knows that it does not know, or this one document could not be read. */
  | { state: 'unknown' };

export interface IndexReader {
  readonly cluster: Cluster;
  /** False while the cluster is being built or lost its data: it must not be asked. */
  serving(): boolean;
  /** Real-time, one answer for each key, in their order. Throws SourceUnavailable. */
  read(keys: readonly CacheKey[]): Promise<IndexAnswer[]>;
}

export interface RecordMember {
  memberId: MemberId;
  version: number;
  bytes: Buffer;
}

/** What the record says of an account; `member` lists it. */
export interface ResolvedAccount {
  /** 0 when the account was never bound. */
  version: number;
  member: RecordMember | undefined;
  quarantined: boolean;
}

/** Which pool of record calls a read may use. */
export type RecordPool = 'order' | 'marketing';

/** All throw SourceUnavailable, and SourceBusy where the record can be reached. */
export interface RecordReader {
  /** Those that exist, by id. */
  readMembers(ids: readonly MemberId[], pool: RecordPool): Promise<Map<string, RecordMember>>;
  /** One for each account, in their order. */
  readAccounts(accounts: readonly Account[], pool: RecordPool): Promise<ResolvedAccount[]>;
  /** The change stream's sequence that holds everything committed before the call. */
  awaitPublished(): Promise<number>;
}
