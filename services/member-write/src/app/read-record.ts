// Authoritative reads: what is committed on the primaries now.
import { type Account, accountKey, type MemberId } from '@member-mesh/contracts';

import { beforeClaim } from '../domain/account-claim.ts';
import { type AccountState, type Change, lists, type MemberState } from '../domain/member.ts';
import { type RecordStore, type ScanPage, StoreFailure, type Until } from './record-store.ts';

export interface ResolvedAccountState {
  account: Account;
  /** 0 when the account was never bound. */
  version: number;
  /** The account's member, listing it. */
  member: MemberState | undefined;
  quarantined: boolean;
}

const TRIES_MAX = 4;

export function readMembers(
  store: RecordStore,
  memberIds: readonly MemberId[],
  until: Until,
): Promise<MemberState[]> {
  return store.readMembers([...new Set(memberIds)], until);
}

/**
 * Who has each of the accounts. What is answered at a version never changes for that version, so
 * that it may be cached under it: a row that still waits for its member's commit is answered as it
 * was before.
 */
export async function readAccounts(
  store: RecordStore,
  accounts: readonly Account[],
  until: Until,
): Promise<ResolvedAccountState[]> {
  const resolved = new Map<string, ResolvedAccountState>();
  let open = [...new Map(accounts.map((account) => [accountKey(account), account])).values()];
  for (let tries = 1; open.length > 0; tries++) {
    const rows = await rowsOf(store, open, until);
    const members = await membersOf(store, rows, until);
    const unproven: AccountState[] = [];
    for (const row of rows) {
      const member = row.memberId === undefined ? undefined : members.get(row.memberId);
      if (row.memberId === undefined) resolved.set(accountKey(row.account), toNobody(row));
      else if (member && lists(member, row.account)) {
        resolved.set(accountKey(row.account), toMember(row, member));
      } else unproven.push(row);
    }
    open = await settle(store, unproven, { resolved, last: tries >= TRIES_MAX, until });
  }
  return accounts.map((account) => {
    const found = resolved.get(accountKey(account));
    return found ?? toNobody({ account, version: 0, memberId: undefined });
  });
}

/**
 * One page of one shard, its members and then its accounts; the position after it, undefined behind
 * the last row. Most shards are smaller than a page, so that one call has all of them.
 */
export async function scanShard(
  store: RecordStore,
  page: ScanPage,
  until: Until,
): Promise<{ changes: Change[]; next: ScanPage | undefined }> {
  const { shard, limit } = page;
  const changes = await store.scan(page, until);
  const room = limit - changes.length;
  if (page.kind === 'member' && room > 0) {
    const accounts = { kind: 'account', shard, limit: room, after: undefined } as const;
    changes.push(...(await store.scan(accounts, until)));
  }
  const last = changes.at(-1);
  if (changes.length < limit || !last) return { changes, next: undefined };
  const next: ScanPage =
    last.kind === 'member'
      ? { kind: 'member', shard, limit, after: last.member.memberId }
      : { kind: 'account', shard, limit, after: last.account.account };
  return { changes, next };
}

interface Settling {
  resolved: Map<string, ResolvedAccountState>;
  last: boolean;
  until: Until;
}

/**
 * Decides the rows whose member does not list them; answers the accounts that have to be read
 * again.
 */
async function settle(
  store: RecordStore,
  unproven: readonly AccountState[],
  { resolved, last, until }: Settling,
): Promise<Account[]> {
  const again: Account[] = [];
  const current = await rowsOf(
    store,
    unproven.map((row) => row.account),
    until,
  );
  const versions = new Map(current.map((row) => [accountKey(row.account), row.version]));
  for (const row of unproven) {
    const { account, memberId } = row;
    const key = accountKey(account);
    const moved = versions.get(key) !== row.version || memberId === undefined;
    const verdict = moved ? 'listed' : await store.judge({ memberId, account }, 'none', until);
    if (verdict === 'unlisted') resolved.set(key, toNobody(row));
    else if (verdict === 'undecided') resolved.set(key, toNobody(beforeClaim(row)));
    else if (last) throw new StoreFailure('conflict', 'an account keeps moving');
    else again.push(account);
  }
  return again;
}

async function rowsOf(
  store: RecordStore,
  accounts: readonly Account[],
  until: Until,
): Promise<AccountState[]> {
  return accounts.length === 0 ? [] : await store.readAccounts(accounts, until);
}

async function membersOf(
  store: RecordStore,
  rows: readonly AccountState[],
  until: Until,
): Promise<Map<MemberId, MemberState>> {
  const ids = new Set(rows.flatMap((row) => (row.memberId === undefined ? [] : [row.memberId])));
  const members = ids.size === 0 ? [] : await store.readMembers([...ids], until);
  return new Map(members.map((member) => [member.memberId, member]));
}

function toNobody({ account, version }: AccountState): ResolvedAccountState {
  return { account, version, member: undefined, quarantined: false };
}

function toMember(row: AccountState, member: MemberState): ResolvedAccountState {
  const key = accountKey(row.account);
  const binding = member.accounts.find((each) => accountKey(each.account) === key);
  const { account, version } = row;
  return { account, version, member, quarantined: binding?.quarantined === true };
}
