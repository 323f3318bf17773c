// The record as the use cases need it: transactions on one shard group, and reads of what is
// committed.
import type { Account, MemberId } from '@member-mesh/contracts';

import type { FirstEntry, HistoryEntry } from '../domain/history.ts';
import type { AccountState, Change, MemberState } from '../domain/member.ts';
import type { RequestKey } from '../domain/request.ts';

/** Until when, by the monotonic clock, and whether anybody still waits. */
export interface Until {
  deadlineMs: number;
  signal?: AbortSignal | undefined;
}

export type StoreFailureKind =
  /** Somebody else was faster or holds the row: nothing was written, trying again helps. */
  | 'conflict'
  /** Nothing was written; the group may be back soon. */
  | 'unavailable'
  /** The transaction may be committed. Only locking its rows tells. */
  | 'outcome-unknown'
  /** The time was up before COMMIT: nothing was written. */
  | 'deadline';

interface StoreFailureOptions extends ErrorOptions {
  retryAfterMs?: number | undefined;
}

export class StoreFailure extends Error {
  override name = 'StoreFailure';
  readonly kind: StoreFailureKind;
  /** When to try again; undefined where nobody can tell. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: StoreFailureKind, message: string, options: StoreFailureOptions = {}) {
    super(message, options);
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** What a write answered, and which accounts its caches were fenced for. */
export interface StoredAnswer {
  member: MemberState;
  created: boolean;
  accounts: readonly Account[];
}

export type Claim =
  | { kind: 'claimed' }
  /** The same request was here before; `answer` where the claim's own row holds it. */
  | { kind: 'repeated'; answer: StoredAnswer | undefined }
  | { kind: 'reused' };

/** A request id that was claimed. */
export interface KnownRequest {
  bodyHash: Buffer;
  /** What is committed; undefined while the claim's own row holds no answer. */
  answer: StoredAnswer | undefined;
}

/**
 * change: to be published as it is. claim: account rows committed ahead of their members, to be
 * published once the members list them. release: an account to be freed of a member that no longer
 * lists it; not published itself.
 */
export type OutboxKind = 'change' | 'claim' | 'release';

export interface OutboxRow {
  group: number;
  shard: number;
  outboxId: string;
  kind: OutboxKind;
  changes: readonly Change[];
  /** An encoded mesh.change.v1.ChangeSet. */
  payload: Buffer;
  /** The traceparent of the write; empty when there is none. */
  trace: string;
}

export interface OutboxDraft {
  shard: number;
  kind: OutboxKind;
  changes: readonly Change[];
}

export interface AnswerRow {
  shard: number;
  request: RequestKey;
  answer: StoredAnswer;
}

export interface RecordTransaction {
  readonly group: number;
  /**
   * The epoch under which this group assigns versions; it cannot change before the transaction
   * ends.
   */
  readonly epoch: number;
  /** Takes the request id on its shard, or tells who has it. Waits for a claim in flight. */
  claim(shard: number, request: RequestKey): Promise<Claim>;
  /** Undefined when there is none that is alive and has the same body. */
  findAnswer(shard: number, request: RequestKey): Promise<StoredAnswer | undefined>;
  /** Stores or, on the row of the claim, completes. */
  storeAnswer(row: AnswerRow): Promise<void>;
  /** Stores many at once. Throws StoreFailure 'conflict' when one of the request ids is taken. */
  insertAnswers(rows: readonly AnswerRow[]): Promise<void>;
  /** Locks the member until the end of the transaction. Waits for a transaction in flight. */
  lockMember(memberId: MemberId): Promise<MemberState | undefined>;
  /** Rows and bindings. Throws StoreFailure 'conflict' when an id is taken. */
  insertMembers(members: readonly MemberState[]): Promise<void>;
  /** Rows and bindings of a locked member, from `before` to `after`. */
  updateMember(before: MemberState, after: MemberState): Promise<void>;
  readAccounts(accounts: readonly Account[]): Promise<AccountState[]>;
  /** Throws StoreFailure 'conflict' when one of the rows exists. */
  insertAccounts(rows: readonly AccountState[]): Promise<void>;
  /** Throws StoreFailure 'conflict' when the row is no longer as it was seen. */
  replaceAccount(seen: AccountState, next: AccountState): Promise<void>;
  appendHistory(entries: readonly HistoryEntry[]): Promise<void>;
  appendOutbox(drafts: readonly OutboxDraft[]): Promise<OutboxRow[]>;
  /** Writes what was kept back so far; what still is at the end is written before the commit. */
  flush(): Promise<void>;
}

export interface AccountOf {
  memberId: MemberId;
  account: Account;
}

export interface RecordStore {
  readonly groups: readonly number[];
  groupOf(shard: number): number;
  /**
   * Runs `work` in one transaction of the group. Throws StoreFailure, or what `work` throws; after
   * anything but 'outcome-unknown' nothing was committed.
   */
  transaction<T>(
    group: number,
    until: Until,
    work: (tx: RecordTransaction) => Promise<T>,
  ): Promise<T>;
  /** Those that exist, in any order, each with the bindings of its version. */
  readMembers(memberIds: readonly MemberId[], until: Until): Promise<MemberState[]>;
  /** Those that exist, in any order. */
  readAccounts(accounts: readonly Account[], until: Until): Promise<AccountState[]>;
  /** Which request ids are alive, by `requestName`. */
  readRequests(requests: readonly RequestKey[], until: Until): Promise<Map<string, KnownRequest>>;
  /** Undefined when there is no such member. */
  readFirstEntry(memberId: MemberId, until: Until): Promise<FirstEntry | undefined>;
  /** Which of the pairs are listed by the member, as `listingKey`, by what is committed. */
  readListings(pairs: readonly AccountOf[], until: Until): Promise<Set<string>>;
  /**
   * Whether the member lists the account, by a locking read of the member: what is in flight has
   * ended before. With wait 'none', 'undecided' when the member is locked; else StoreFailure
   * 'conflict'.
   */
  judge(pair: AccountOf, wait: 'none' | 'short', until: Until): Promise<Verdict>;
  scan(page: ScanPage, until: Until): Promise<Change[]>;
  /** Whether no group holds any member or account. */
  isEmpty(until: Until): Promise<boolean>;
}

export type Verdict = 'listed' | 'unlisted' | 'undecided';

/**
 * Rows of one shard after a position: members first, by id, then accounts, by (platform,
 * account_id).
 */
export type ScanPage = { shard: number; limit: number } & (
  { kind: 'member'; after: MemberId | undefined } | { kind: 'account'; after: Account | undefined }
);

export function listingKey({ memberId, account }: AccountOf): string {
  return `${memberId}\0${account.platform}\0${account.accountId}`;
}

export function requestName({ caller, requestId }: RequestKey): string {
  return `${caller}\0${requestId}`;
}
