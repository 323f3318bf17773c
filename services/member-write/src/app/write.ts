// The steps that every write goes through, in the order that makes them exact:
//
//   claim the request id → lock the caches → one transaction → publish → fence → answer
//
// Whatever dies between two steps leaves either nothing, or a committed change that the relay
// publishes and the caches' consumer fences; the caller repeats with the same request id and gets
// the first answer. Publishing comes before fencing, so that a fence that a restarted cache lost
// belongs to a change that the stream has.
import type { MemberId } from '@member-mesh/contracts';
import { type Clock, type Random, sleep } from '@member-mesh/kernel';

import type { MemberState } from '../domain/member.ts';
import { Refused } from '../domain/refusal.ts';
import type { RequestKey } from '../domain/request.ts';
import { shardOfRequest } from '../domain/shard.ts';
import { CacheLock } from './cache-lock.ts';
import { commitAhead } from './claim-accounts.ts';
import {
  type CacheFence,
  type CacheFences,
  type CacheKey,
  CachesUnreachable,
  type FaultPoints,
  type WriteObserver,
} from './ports.ts';
import type { PublishChanges } from './publish-changes.ts';
import {
  type AccountOf,
  type OutboxRow,
  type RecordStore,
  type RecordTransaction,
  type StoredAnswer,
  StoreFailure,
  type Until,
} from './record-store.ts';
import { releaseAccount } from './release-account.ts';

const ATTEMPTS_MAX = 8;
const BACKOFF_BASE_MS = 10;
const BACKOFF_MAX_MS = 400;
const FINISH_MIN_MS = 2_000;
const FENCE_TIMEOUT_MS = 2_000;
const FENCE_PAUSE_MS = 50;
const LOCK_ID_BYTES = 8;

export interface WriteGround {
  store: RecordStore;
  fences: CacheFences;
  publisher: Pick<PublishChanges, 'publish'>;
  faults: FaultPoints;
  clock: Clock;
  random: Random;
  observer: WriteObserver;
}

export interface WriteOutcome {
  answer: StoredAnswer;
  /** Committed rows to publish. */
  written: readonly OutboxRow[];
  /** Accounts that the member no longer lists and whose rows, in another group, still name it. */
  releases: readonly AccountOf[];
}

export interface PreparedWrite {
  /** The member's shard: where the transaction runs and the answer lies. */
  shard: number;
  keys: readonly CacheKey[];
  apply: (tx: RecordTransaction, step: WriteStep) => Promise<WriteOutcome>;
}

export interface WriteStep {
  until: Until;
  nowMs: number;
  lock: CacheLock;
  /**
   * Locks the member. Ends the attempt with the first answer when this request was answered before.
   * @throws Refused MEMBER_NOT_FOUND
   */
  lockMember: (memberId: MemberId) => Promise<MemberState>;
}

export interface WriteOperation {
  request: RequestKey;
  /** Called for every attempt. */
  prepare: (until: Until) => Promise<PreparedWrite>;
  /** Whether a refused attempt is worth another one, prepared anew. */
  retryAfter?: (refused: Refused) => boolean;
}

/** The write may or may not have happened: the same request repeated tells. */
export class OutcomeUnknown extends Error {
  override name = 'OutcomeUnknown';
}

/**
 * Carries the first answer of a repeated request out of the transaction, which is rolled back by
 * it.
 */
class AnsweredBefore extends Error {
  readonly answer: StoredAnswer;

  constructor(answer: StoredAnswer) {
    super('the request was answered before');
    this.answer = answer;
  }
}

type Attempted =
  { kind: 'done'; outcome: WriteOutcome } | { kind: 'repeated'; answer: StoredAnswer };

/**
 * Runs a write to its answer.
 * @throws Refused, StoreFailure or CachesUnreachable: nothing was written.
 * @throws OutcomeUnknown
 */
export async function executeWrite(
  ground: WriteGround,
  operation: WriteOperation,
  until: Until,
): Promise<StoredAnswer> {
  const { fences, clock, random } = ground;
  const lock = new CacheLock(fences, clock, random.bytes(LOCK_ID_BYTES));
  const attempted = await attemptUntilSure(ground, { operation, lock, until });
  const finishMs = Math.max(until.deadlineMs, clock.monotonicMs() + FINISH_MIN_MS);
  const finishUntil: Until = { deadlineMs: finishMs };
  if (attempted.kind === 'repeated') {
    await fenceAgain(ground, { lock, answers: [attempted.answer], until: finishUntil });
    return attempted.answer;
  }
  const { answer, written, releases } = attempted.outcome;
  await finishWrite(ground, { lock, written, releases, until: finishUntil });
  return answer;
}

interface Attempt {
  operation: WriteOperation;
  lock: CacheLock;
  until: Until;
}

async function attemptUntilSure(ground: WriteGround, attempt: Attempt): Promise<Attempted> {
  let unknown: StoreFailure | undefined;
  for (let count = 1; ; count++) {
    try {
      return await attemptOnce(ground, attempt);
    } catch (error) {
      ground.observer.attemptFailed(labelOf(error));
      if (error instanceof StoreFailure && error.kind === 'outcome-unknown') unknown = error;
      if (await mayTryAgain(ground, attempt, { error, count })) continue;
      // A refusal was decided on locked rows, so after an earlier attempt had ended one way or the
      // other.
      if (unknown && !(error instanceof Refused)) {
        attempt.lock.abandon();
        throw new OutcomeUnknown('the outcome of the transaction is not known', { cause: unknown });
      }
      attempt.lock.release();
      throw error;
    }
  }
}

async function mayTryAgain(
  { clock, random }: WriteGround,
  { operation, lock, until }: Attempt,
  { error, count }: { error: unknown; count: number },
): Promise<boolean> {
  const transient = error instanceof StoreFailure && error.kind !== 'deadline';
  const changed = error instanceof Refused && operation.retryAfter?.(error) === true;
  if (!transient && !changed) return false;
  const pauseMs = random.fraction() * Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** count);
  const left = until.deadlineMs - clock.monotonicMs() > pauseMs;
  if (count >= ATTEMPTS_MAX || !left || !lock.mayCommit()) return false;
  return await sleep(pauseMs, until.signal).then(
    () => true,
    () => false,
  );
}

async function attemptOnce(ground: WriteGround, attempt: Attempt): Promise<Attempted> {
  const { store, faults, clock } = ground;
  const { operation, lock, until } = attempt;
  const prepared = await operation.prepare(until);
  const group = store.groupOf(prepared.shard);
  const { caller, requestId } = operation.request;
  const claimShard = shardOfRequest(caller, requestId);
  const claimGroup = store.groupOf(claimShard);
  const claimedAhead = claimGroup !== group;
  if (claimedAhead) {
    await commitAhead(store, { group: claimGroup, until }, (tx) =>
      claim(tx, claimShard, operation.request),
    );
  }
  await faults.reach('after-claim');
  await lock.take(prepared.keys, until.deadlineMs - clock.monotonicMs());
  await faults.reach('after-lock');
  try {
    const outcome = await store.transaction(group, until, async (tx) => {
      if (!claimedAhead) await claim(tx, claimShard, operation.request);
      // Where claim and answer share a row, the claim has told already.
      const answerShard = claimShard === prepared.shard ? undefined : prepared.shard;
      const done = await prepared.apply(tx, stepOf(ground, { attempt, answerShard, tx }));
      await tx.storeAnswer({
        shard: prepared.shard,
        request: operation.request,
        answer: done.answer,
      });
      await tx.flush();
      await faults.reach('before-commit');
      if (!lock.mayCommit()) {
        throw new StoreFailure('deadline', 'the write took too long since it locked the caches');
      }
      return done;
    });
    return { kind: 'done', outcome };
  } catch (error) {
    if (error instanceof AnsweredBefore) return { kind: 'repeated', answer: error.answer };
    throw error;
  }
}

async function claim(tx: RecordTransaction, shard: number, request: RequestKey): Promise<void> {
  const claimed = await tx.claim(shard, request);
  if (claimed.kind === 'reused') {
    throw new Refused({ reason: 'REQUEST_ID_REUSED', requestId: request.requestId });
  }
  if (claimed.kind === 'repeated' && claimed.answer) throw new AnsweredBefore(claimed.answer);
}

function stepOf(
  ground: WriteGround,
  {
    attempt,
    answerShard,
    tx,
  }: { attempt: Attempt; answerShard: number | undefined; tx: RecordTransaction },
): WriteStep {
  const { operation, lock, until } = attempt;
  return {
    until,
    lock,
    nowMs: ground.clock.nowMs(),
    lockMember: async (memberId) => {
      const member = await tx.lockMember(memberId);
      if (!member) throw new Refused({ reason: 'MEMBER_NOT_FOUND', memberId });
      if (answerShard === undefined) return member;
      const answer = await tx.findAnswer(answerShard, operation.request);
      if (answer) throw new AnsweredBefore(answer);
      return member;
    },
  };
}

interface Finishing {
  lock: CacheLock;
  until: Until;
}

/**
 * What follows a commit: releases, publishing, fencing.
 * @throws OutcomeUnknown when the caches cannot be fenced.
 */
export async function finishWrite(
  ground: WriteGround,
  { lock, written, releases, until }: Finishing & Omit<WriteOutcome, 'answer'>,
): Promise<void> {
  const { faults, publisher } = ground;
  await faults.reach('after-commit');
  const freed = await releaseAll(ground, releases, until);
  const rows = [...written, ...freed];
  const sequences = await publisher.publish(rows);
  await faults.reach('after-publish');
  await fenceSurely(ground, { lock, until }, fencesOf(rows, sequences));
  await faults.reach('after-fence');
}

/** What cannot be freed now is freed by the relay; until then the account resolves to nobody. */
async function releaseAll(
  { store, faults, observer }: WriteGround,
  releases: readonly AccountOf[],
  until: Until,
): Promise<OutboxRow[]> {
  const rows: OutboxRow[] = [];
  for (const pair of releases) {
    await faults.reach('before-release');
    try {
      const row = await releaseAccount(store, pair, { wait: 'short', until });
      if (row) rows.push(row);
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      observer.attemptFailed(`release-${error.kind}`);
    }
    await faults.reach('after-release');
  }
  return rows;
}

function fencesOf(
  rows: readonly OutboxRow[],
  sequences: ReadonlyMap<string, number>,
): CacheFence[] {
  return rows.flatMap(({ changes, outboxId }) =>
    changes.map((change): CacheFence => {
      const streamSequence = sequences.get(outboxId) ?? 0;
      if (change.kind === 'account') {
        const { account, version } = change.account;
        return { key: { kind: 'account', account }, minVersion: version, streamSequence };
      }
      const { memberId, version } = change.member;
      return { key: { kind: 'member', memberId }, minVersion: version, streamSequence };
    }),
  );
}

/**
 * First answers may have been committed and never fenced.
 * @throws OutcomeUnknown when the caches cannot be fenced.
 */
export async function fenceAgain(
  ground: WriteGround,
  { lock, answers, until }: Finishing & { answers: readonly StoredAnswer[] },
): Promise<void> {
  const accounts = await readAccountsSurely(ground, answers, until);
  const fences: CacheFence[] = accounts.map((row) => ({
    key: { kind: 'account', account: row.account },
    minVersion: row.version,
    streamSequence: 0,
  }));
  for (const { member } of answers) {
    const { memberId, version } = member;
    fences.push({ key: { kind: 'member', memberId }, minVersion: version, streamSequence: 0 });
  }
  await fenceSurely(ground, { lock, until }, fences);
}

async function readAccountsSurely(
  { store }: WriteGround,
  answers: readonly StoredAnswer[],
  until: Until,
): ReturnType<RecordStore['readAccounts']> {
  try {
    const accounts = answers.flatMap((answer) => answer.accounts);
    return await store.readAccounts(accounts, until);
  } catch (error) {
    throw new OutcomeUnknown('the accounts of the first answer cannot be read', { cause: error });
  }
}

/** Again and again until the time is up: a committed write is not answered before it is fenced. */
async function fenceSurely(
  { clock }: WriteGround,
  { lock, until }: Finishing,
  fences: readonly CacheFence[],
): Promise<void> {
  for (;;) {
    const leftMs = until.deadlineMs - clock.monotonicMs();
    try {
      await lock.fence(fences, Math.max(1, Math.min(leftMs, FENCE_TIMEOUT_MS)));
      return;
    } catch (error) {
      if (!(error instanceof CachesUnreachable)) throw error;
      if (leftMs <= FENCE_PAUSE_MS) {
        lock.abandon();
        throw new OutcomeUnknown('the caches of both centers cannot be fenced', { cause: error });
      }
    }
    await sleep(FENCE_PAUSE_MS);
  }
}

function labelOf(error: unknown): string {
  if (error instanceof Refused) return error.refusal.reason;
  if (error instanceof StoreFailure) return error.kind;
  return error instanceof CachesUnreachable ? 'caches-unreachable' : 'other';
}
