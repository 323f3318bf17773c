// Makes account rows name a member whose row the caller's transaction holds locked. Rows of other
// groups are committed first, each group in a transaction of its own: should the member's
// transaction then fail, they name a member that does not list them, resolve to nobody, and are
// freed by the relay. The other order could commit a member that lists an account somebody else
// has.
import { type Account, accountKey, type MemberId } from '@member-mesh/contracts';

import { accountAfter, type Standing, standingOf } from '../domain/account-claim.ts';
import { type AccountState, type Change, sortedAccounts } from '../domain/member.ts';
import { Refused } from '../domain/refusal.ts';
import { shardOfAccount } from '../domain/shard.ts';
import type { FaultPoints } from './ports.ts';
import {
  listingKey,
  type OutboxRow,
  type RecordStore,
  type RecordTransaction,
  StoreFailure,
  type Until,
} from './record-store.ts';

export interface ClaimedAccounts {
  /** Changes that belong into the member's own change set: they are committed with the member. */
  ownChanges: Change[];
  /** Rows that are committed already. */
  written: OutboxRow[];
}

interface ClaimContext {
  store: RecordStore;
  faults: FaultPoints;
  until: Until;
}

/**
 * @throws Refused ACCOUNT_ALREADY_BOUND when another member lists one of them.
 * @throws StoreFailure 'conflict' when somebody else is at the same rows.
 */
export async function claimAccounts(
  tx: RecordTransaction,
  wanted: { memberId: MemberId; accounts: readonly Account[] },
  context: ClaimContext,
): Promise<ClaimedAccounts> {
  const { memberId } = wanted;
  const { store, faults, until } = context;
  const takeable = await takeableRows(wanted, context);
  await faults.reach('after-account-check');
  const written: OutboxRow[] = [];
  for (const [group, accounts] of byGroup(store, wanted.accounts)) {
    if (group === tx.group) continue;
    const rows = await commitAhead(store, { group, until }, async (other) => {
      const changes = await take(other, { memberId, accounts, takeable });
      const shard = firstShard(accounts);
      const drafted = await other.appendOutbox([{ shard, kind: 'claim', changes }]);
      await other.flush();
      await faults.reach('before-account-commit');
      return drafted;
    });
    written.push(...rows);
    await faults.reach('after-account-commit');
  }
  const own = byGroup(store, wanted.accounts).get(tx.group) ?? [];
  return { ownChanges: await take(tx, { memberId, accounts: own, takeable }), written };
}

/**
 * What is seen of each account that may be taken, by its key. No lock on an account row is held
 * here.
 */
async function takeableRows(
  { memberId, accounts }: { memberId: MemberId; accounts: readonly Account[] },
  { store, until }: ClaimContext,
): Promise<Map<string, AccountState | undefined>> {
  const rows = await store.readAccounts(accounts, until);
  const seen = new Map(rows.map((row) => [accountKey(row.account), row]));
  const standings = accounts.map((account): [Account, Standing] => [
    account,
    standingOf(seen.get(accountKey(account)), memberId),
  ]);
  const named = standings.flatMap(([account, standing]) =>
    standing.kind === 'named' ? [{ memberId: standing.holder, account }] : [],
  );
  const listed = await store.readListings(named, until);
  for (const pair of named) {
    const isHeld =
      listed.has(listingKey(pair)) || (await store.judge(pair, 'short', until)) === 'listed';
    if (!isHeld) continue;
    throw new Refused({ reason: 'ACCOUNT_ALREADY_BOUND', ...pair });
  }
  return new Map(standings.map(([account, { seen: row }]) => [accountKey(account), row]));
}

interface Taking {
  memberId: MemberId;
  accounts: readonly Account[];
  takeable: ReadonlyMap<string, AccountState | undefined>;
}

async function take(tx: RecordTransaction, taking: Taking): Promise<Change[]> {
  const fresh: AccountState[] = [];
  const changes: Change[] = [];
  for (const account of sortedAccounts(taking.accounts)) {
    const seen = taking.takeable.get(accountKey(account));
    const next = accountAfter(account, seen, { memberId: taking.memberId, epoch: tx.epoch });
    changes.push({ kind: 'account', account: next });
    if (seen) await tx.replaceAccount(seen, next);
    else fresh.push(next);
  }
  if (fresh.length > 0) await tx.insertAccounts(fresh);
  return changes;
}

/** In ascending order of groups, so that two writes wait for each other in one direction only. */
export function byGroup(store: RecordStore, accounts: readonly Account[]): Map<number, Account[]> {
  const groups = new Map<number, Account[]>();
  for (const account of sortedAccounts(accounts)) {
    const group = store.groupOf(shardOfAccount(account));
    const accountsOfGroup = groups.get(group);
    if (accountsOfGroup) accountsOfGroup.push(account);
    else groups.set(group, [account]);
  }
  return new Map([...groups].sort(([a], [b]) => a - b));
}

/**
 * A transaction that is committed ahead of the member's. Whatever becomes of it, nothing of the
 * member is written yet: an unknown outcome leaves at most an orphan.
 */
export async function commitAhead<T>(
  store: RecordStore,
  { group, until }: { group: number; until: Until },
  work: (tx: RecordTransaction) => Promise<T>,
): Promise<T> {
  try {
    return await store.transaction(group, until, work);
  } catch (error) {
    if (!(error instanceof StoreFailure) || error.kind !== 'outcome-unknown') throw error;
    throw new StoreFailure('unavailable', error.message, { cause: error });
  }
}

function firstShard(accounts: readonly Account[]): number {
  const [first] = accounts;
  return first ? shardOfAccount(first) : 0;
}
