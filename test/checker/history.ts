// What a workload records: every call with its times by one monotonic clock, and what came of it.
// Plain data, so that a history can be written to a file and checked again.

/** A member as an answer shows it. */
export interface MemberView {
  memberId: string;
  version: number;
  closed: boolean;
  /** Every register and update of a workload gives a name of its own, which so names the write. */
  displayName: string;
  /** As "platform:account_id". */
  accounts: readonly string[];
}

export type WriteOperation =
  | { kind: 'register'; account: string; displayName: string }
  | { kind: 'update'; memberId: string; displayName: string }
  | { kind: 'bind' | 'unbind'; memberId: string; account: string }
  | { kind: 'close'; memberId: string };

export type ReadOperation =
  | { kind: 'get'; memberId: string }
  | { kind: 'batch-get'; memberIds: readonly string[] }
  | { kind: 'lookup'; account: string }
  | { kind: 'check-ownership'; account: string; memberIds: readonly string[] };

export type Outcome =
  /** A write is acknowledged by it. */
  | { kind: 'member'; member: MemberView }
  | { kind: 'members'; members: readonly MemberView[]; notFound: readonly string[] }
  /** No such member, or the account is bound to nobody. */
  | { kind: 'nobody' }
  | { kind: 'verdicts'; owned: readonly string[]; notOwned: readonly string[] }
  /** Nothing was written. */
  | { kind: 'refused'; reason: string }
  /** A write may have happened, or may still happen; a read tells nothing. */
  | { kind: 'unknown'; reason: string };

export interface Call {
  id: number;
  client: string;
  startMs: number;
  endMs: number;
  operation: WriteOperation | ReadOperation;
  outcome: Outcome;
  /** Of writes: a call with the request id of an earlier one repeats it. */
  requestId?: string;
  /** The answer itself says that it may be older than what was acknowledged. */
  admitsStaleness?: boolean;
  /** Where the answer came from: no rule looks at it, whoever reads a violation does. */
  source?: string;
}

export interface History {
  calls: readonly Call[];
  /** Reads that begin later come after all writes are done: they must find every one. */
  quietMs?: number;
}

export const RULES = [
  /** A read is older than a write that was acknowledged before it began. */
  'stale-read',
  /** A read is older than another read that ended before it began. */
  'shrinking-version',
  /** Two answers show different members under one version. */
  'two-contents',
  /** A member changed in a way that no write explains, or a write's change is gone. */
  'unexplained-change',
  /** A version was seen before the write that made it began. */
  'seen-too-early',
  /** A member or account was shown that was not asked for. */
  'wrong-member',
  /** A write is acknowledged with an answer that does not show it. */
  'wrong-acknowledgement',
  /** An account belonged to two members at one moment. */
  'account-on-two-members',
  /** An account is denied to the member that has it. */
  'lost-binding',
  /** An account is granted to a member that does not have it. */
  'wrong-owner',
  /** After all is quiet a write that was acknowledged, or seen, is not there. */
  'lost-write',
  /** Nothing was read at the end of what had been acknowledged: nothing is proven of it. */
  'not-read-back',
] as const;

export type Rule = (typeof RULES)[number];

export interface Violation {
  rule: Rule;
  /** In words, with the ids and versions. */
  what: string;
  /** The calls that prove it, the earliest first. */
  calls: readonly Call[];
}
