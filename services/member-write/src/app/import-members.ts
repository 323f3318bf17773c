// Registers many members with few statements. A batch is written as one transaction per shard
// group, by the same rules and in the same order as single registrations; rows that were written
// before are answered together; rows that meet something else that is known, and all rows of a
// batch that meets a second conflict, are registered one by one, which is where refusals are told.
import { type Account, accountKey, type MemberId } from '@member-mesh/contracts';
import { chunk } from '@member-mesh/kernel';

import { accountAfter } from '../domain/account-claim.ts';
import { differencesOf, isSameEntry } from '../domain/history.ts';
import { drawApart, makeMemberId } from '../domain/ids.ts';
import { planImport } from '../domain/import-plan.ts';
import { type Change, type MemberState, type Profile, sortedAccounts } from '../domain/member.ts';
import { newMember } from '../domain/member-change.ts';
import { Refused, type Refusal } from '../domain/refusal.ts';
import type { RequestKey } from '../domain/request.ts';
import { shardOfAccount, shardOfMember, shardOfRequest } from '../domain/shard.ts';
import { CacheLock } from './cache-lock.ts';
import { byGroup, commitAhead } from './claim-accounts.ts';
import type { CacheKey } from './ports.ts';
import {
  type KnownRequest,
  type OutboxDraft,
  type OutboxKind,
  type OutboxRow,
  type RecordTransaction,
  requestName,
  type StoredAnswer,
  StoreFailure,
  type Until,
} from './record-store.ts';
import { registerMember } from './register-member.ts';
import { fenceAgain, finishWrite, OutcomeUnknown, type WriteGround } from './write.ts';

export interface ImportRow {
  number: number;
  request: RequestKey;
  profile: Profile;
  accounts: readonly Account[];
}

export type ImportResult = { number: number } & (
  { kind: 'written'; memberId: MemberId } | { kind: 'refused'; refusal: Refusal }
);

const CHANGES_PER_MESSAGE = 50;
const ID_RANDOM_BYTES = 2;
const LOCK_ID_BYTES = 8;
const ALONE_CONCURRENCY = 8;
const TOGETHER_TRIES = 2;
/** For a member that is only compared: its differences name neither times nor versions. */
const FIRST_MOMENT = { nowMs: 0, epoch: 1 };

/**
 * One result for each row, in no order. Rows of different groups are independent of each other.
 * @throws StoreFailure, CachesUnreachable or OutcomeUnknown: the same batch may simply be sent
 * again.
 */
export function importMembers(
  ground: WriteGround,
  rows: readonly ImportRow[],
  until: Until,
): Promise<ImportResult[]> {
  return importPlanned(ground, { rows, tries: TOGETHER_TRIES }, until);
}

interface Import {
  rows: readonly ImportRow[];
  /** How often rows that may be written together are tried so. */
  tries: number;
}

async function importPlanned(
  ground: WriteGround,
  { rows, tries }: Import,
  until: Until,
): Promise<ImportResult[]> {
  if (tries === 0) return await importAlone(ground, rows, until);
  const { store } = ground;
  const accounts = rows.flatMap((row) => row.accounts);
  const [requests, known] = await Promise.all([
    store.readRequests(
      rows.map((row) => row.request),
      until,
    ),
    store.readAccounts(accounts, until),
  ]);
  const repeats = repeatsOf(rows, requests);
  const others = rows.filter((row) => !repeats.has(row));
  const knownAccounts = new Set(known.map((row) => accountKey(row.account)));
  const { together, alone } = planImport(others, {
    isKnownRequest: (row) => requests.has(requestName(row.request)),
    isKnownAccount: (account) => knownAccounts.has(accountKey(account)),
  });
  const groups = Map.groupBy(together, (row) => store.groupOf(shardOfRow(row)));
  const batches = await Promise.all([
    answerRepeats(ground, repeats, until),
    ...[...groups].map(([group, batch]) =>
      importTogether(ground, { group, rows: batch, tries }, until),
    ),
  ]);
  return [...batches.flat(), ...(await importAlone(ground, alone, until))];
}

/**
 * Rows that were written before, by the very same request, with their answers: those of a batch
 * that is sent again, or of which only one group's part was written.
 */
function repeatsOf(
  rows: readonly ImportRow[],
  requests: ReadonlyMap<string, KnownRequest>,
): Map<ImportRow, StoredAnswer> {
  const repeats = new Map<ImportRow, StoredAnswer>();
  for (const row of rows) {
    const known = requests.get(requestName(row.request));
    if (!known?.answer || !known.bodyHash.equals(row.request.bodyHash)) continue;
    repeats.set(row, known.answer);
  }
  return repeats;
}

/** As every repeat: they get the first answer after their keys were fenced again. */
async function answerRepeats(
  ground: WriteGround,
  repeats: ReadonlyMap<ImportRow, StoredAnswer>,
  until: Until,
): Promise<ImportResult[]> {
  if (repeats.size === 0) return [];
  const { fences, clock, random } = ground;
  const lock = new CacheLock(fences, clock, random.bytes(LOCK_ID_BYTES));
  await fenceAgain(ground, { lock, answers: [...repeats.values()], until });
  return [...repeats].map(([{ number }, { member }]) => ({
    number,
    kind: 'written',
    memberId: member.memberId,
  }));
}

interface Batch extends Import {
  group: number;
}

async function importTogether(
  ground: WriteGround,
  batch: Batch,
  until: Until,
): Promise<ImportResult[]> {
  const { fences, clock, random, faults } = ground;
  const lock = new CacheLock(fences, clock, random.bytes(LOCK_ID_BYTES));
  const members = drawIds(ground, batch.rows);
  const keys = batch.rows.flatMap((row): CacheKey[] => [
    { kind: 'member', memberId: drawn(members, row) },
    ...row.accounts.map((account): CacheKey => ({ kind: 'account', account })),
  ]);
  try {
    await lock.take(keys, until.deadlineMs - clock.monotonicMs());
    await faults.reach('after-lock');
    const written = await writeBatch(ground, { batch, members, lock }, until);
    await finishWrite(ground, { lock, written, releases: [], until });
  } catch (error) {
    // The unlocking must not overtake a commit that may still come.
    if (error instanceof OutcomeUnknown) lock.abandon();
    else if (error instanceof StoreFailure && error.kind === 'outcome-unknown') lock.abandon();
    else lock.release();
    if (error instanceof StoreFailure && error.kind === 'conflict') {
      return await importPlanned(ground, { rows: batch.rows, tries: batch.tries - 1 }, until);
    }
    throw error;
  }
  return batch.rows.map((row) => ({
    number: row.number,
    kind: 'written',
    memberId: drawn(members, row),
  }));
}

interface Writing {
  batch: Batch;
  members: ReadonlyMap<ImportRow, MemberId>;
  lock: CacheLock;
}

async function writeBatch(
  ground: WriteGround,
  { batch, members, lock }: Writing,
  until: Until,
): Promise<OutboxRow[]> {
  const { store, clock, faults } = ground;
  return await store.transaction(batch.group, until, async (tx) => {
    const moment = { nowMs: clock.nowMs(), epoch: tx.epoch };
    const states = new Map(
      batch.rows.map((row) => {
        const id = { memberId: drawn(members, row), accounts: row.accounts };
        return [row, newMember(id, row.profile, moment)] as const;
      }),
    );
    await tx.insertAnswers(
      [...states].map(([row, member]) => ({
        shard: shardOfMember(member.memberId),
        request: row.request,
        answer: { member, created: true, accounts: row.accounts },
      })),
    );
    await tx.insertMembers([...states.values()]);
    const owners = new Map(
      [...states].flatMap(([row, { memberId }]) =>
        row.accounts.map((account) => [accountKey(account), memberId] as const),
      ),
    );
    const { own, written } = await claimFresh(ground, { tx, owners, rows: batch.rows }, until);
    await tx.appendHistory(
      [...states].map(([row, member]) => ({
        ...{ member, versionBefore: 0, action: 'import' as const },
        ...{ caller: row.request.caller, requestId: row.request.requestId },
        changes: differencesOf(undefined, member),
      })),
    );
    const memberChanges = [...states.values()].map(memberChange);
    const outbox = await tx.appendOutbox(packed([...memberChanges, ...own], 'change'));
    await tx.flush();
    await faults.reach('before-commit');
    if (!lock.mayCommit()) throw new StoreFailure('deadline', 'the batch took too long');
    return [...outbox, ...written];
  });
}

interface Claiming {
  tx: RecordTransaction;
  owners: ReadonlyMap<string, MemberId>;
  rows: readonly ImportRow[];
}

/**
 * As claimAccounts, for accounts that were never seen: those of other groups are committed first.
 */
async function claimFresh(
  { store, faults }: WriteGround,
  { tx, owners, rows }: Claiming,
  until: Until,
): Promise<{ own: Change[]; written: OutboxRow[] }> {
  const groups = byGroup(
    store,
    rows.flatMap((row) => row.accounts),
  );
  const insert = async (
    other: RecordTransaction,
    accounts: readonly Account[],
  ): Promise<Change[]> => {
    const fresh = sortedAccounts(accounts).map((account) => {
      const memberId = owners.get(accountKey(account));
      return accountAfter(account, undefined, { memberId, epoch: other.epoch });
    });
    await other.insertAccounts(fresh);
    return fresh.map((account) => ({ kind: 'account', account }));
  };
  const written: OutboxRow[] = [];
  for (const [group, accounts] of groups) {
    if (group === tx.group) continue;
    const claimed = await commitAhead(store, { group, until }, async (other) => {
      const changes = await insert(other, accounts);
      const drafted = await other.appendOutbox(packed(changes, 'claim'));
      await other.flush();
      await faults.reach('before-account-commit');
      return drafted;
    });
    written.push(...claimed);
    await faults.reach('after-account-commit');
  }
  const own = groups.get(tx.group) ?? [];
  return { own: own.length === 0 ? [] : await insert(tx, own), written };
}

/** Each row by itself, a few at a time. */
async function importAlone(
  ground: WriteGround,
  rows: readonly ImportRow[],
  until: Until,
): Promise<ImportResult[]> {
  const results: ImportResult[] = [];
  // Rows that share an account must not race: the earlier one is the one that gets it.
  for (const lane of lanesOf(rows)) {
    const wave = await Promise.all(lane.map((row) => importOne(ground, row, until)));
    results.push(...wave);
  }
  return results;
}

/** In order, as many at a time as have no account in common. */
function lanesOf(rows: readonly ImportRow[]): ImportRow[][] {
  const lanes: ImportRow[][] = [];
  let taken = new Set<string>();
  for (const row of rows) {
    const keys = row.accounts.map(accountKey);
    const lane = lanes.at(-1);
    if (!lane || lane.length >= ALONE_CONCURRENCY || keys.some((key) => taken.has(key))) {
      lanes.push([row]);
      taken = new Set(keys);
    } else {
      lane.push(row);
      for (const key of keys) taken.add(key);
    }
  }
  return lanes;
}

async function importOne(ground: WriteGround, row: ImportRow, until: Until): Promise<ImportResult> {
  const { number, request, profile, accounts } = row;
  const command = { request, profile, accounts, action: 'import' as const, returnBound: false };
  try {
    const { member } = await registerMember(ground, command, until);
    return { number, kind: 'written', memberId: member.memberId };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { refusal } = error;
    const memberId = await writtenBefore(ground, { row, refusal }, until);
    if (memberId !== undefined) return { number, kind: 'written', memberId };
    return { number, kind: 'refused', refusal };
  }
}

/**
 * An import may be resumed after its answers are gone. The history still tells whether the member
 * that has the account was made by this very row, and from the same content.
 */
async function writtenBefore(
  { store }: WriteGround,
  { row, refusal }: { row: ImportRow; refusal: Refusal },
  until: Until,
): Promise<MemberId | undefined> {
  if (refusal.reason !== 'ACCOUNT_ALREADY_BOUND') return undefined;
  const { memberId } = refusal;
  const entry = await store.readFirstEntry(memberId, until);
  const { request, profile, accounts } = row;
  const { caller, requestId } = request;
  const member = newMember({ memberId, accounts }, profile, FIRST_MOMENT);
  const changes = differencesOf(undefined, member);
  const own = { caller, requestId, action: 'import' as const, changes };
  return entry && isSameEntry(entry, own) ? memberId : undefined;
}

function shardOfRow({ request }: ImportRow): number {
  return shardOfRequest(request.caller, request.requestId);
}

function drawIds(
  { clock, random }: WriteGround,
  rows: readonly ImportRow[],
): Map<ImportRow, MemberId> {
  const members = new Map<ImportRow, MemberId>();
  const taken = new Set<MemberId>();
  for (const row of rows) {
    const shard = shardOfRow(row);
    const draw = (): MemberId => makeMemberId(clock.nowMs(), shard, random.bytes(ID_RANDOM_BYTES));
    const memberId = drawApart(draw, taken);
    taken.add(memberId);
    members.set(row, memberId);
  }
  return members;
}

function drawn(members: ReadonlyMap<ImportRow, MemberId>, row: ImportRow): MemberId {
  const memberId = members.get(row);
  if (memberId === undefined) throw new StoreFailure('conflict', 'a row without an id');
  return memberId;
}

function memberChange(member: MemberState): Change {
  return { kind: 'member', member };
}

function packed(changes: readonly Change[], kind: OutboxKind): OutboxDraft[] {
  return chunk(changes, CHANGES_PER_MESSAGE).map((part): OutboxDraft => {
    const [first] = part;
    return { shard: first ? shardOfChange(first) : 0, kind, changes: part };
  });
}

function shardOfChange(change: Change): number {
  return change.kind === 'member'
    ? shardOfMember(change.member.memberId)
    : shardOfAccount(change.account.account);
}
