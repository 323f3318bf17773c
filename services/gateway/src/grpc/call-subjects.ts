// What a request costs and whom it is about, for the flow engine: read before anything is checked,
// so that malformed requests count as well. A key that no member or account can have is left out;
// the request is refused for it in a moment.
import {
  ACCOUNT_ID_BYTES_MAX,
  accountKey,
  ACCOUNTS_MAX,
  type AccountRef__Output,
  MEMBER_IDS_MAX,
  PLATFORM_LENGTH_MAX,
} from '@member-mesh/contracts';
import type { CallKey } from '@member-mesh/flow-engine';

export interface Subject {
  cost: number;
  keys: readonly CallKey[];
}

/** As many digits as an id has at most. */
const MEMBER_ID_LENGTH_MAX = 19;
const NONE: readonly CallKey[] = [];

/** A call that is about nobody in particular. */
export const ABOUT_NOBODY: Subject = { cost: 1, keys: NONE };

export function aboutMember(memberId: string): Subject {
  return { cost: 1, keys: memberKeys([memberId]) };
}

export function aboutAccount(account: AccountRef__Output | null): Subject {
  return { cost: 1, keys: accountKeys([account]) };
}

export function aboutBoth(
  memberIds: readonly string[],
  account: AccountRef__Output | null,
): Subject {
  return {
    cost: Math.max(1, memberIds.length),
    keys: [...memberKeys(memberIds), ...accountKeys([account])],
  };
}

/** A batch costs its items. */
export function aboutMembers(memberIds: readonly string[]): Subject {
  return { cost: Math.max(1, memberIds.length), keys: memberKeys(memberIds) };
}

export function aboutAccounts(accounts: readonly AccountRef__Output[]): Subject {
  return { cost: Math.max(1, accounts.length), keys: accountKeys(accounts) };
}

function memberKeys(memberIds: readonly string[]): readonly CallKey[] {
  if (memberIds.length > MEMBER_IDS_MAX) return NONE;
  const keys: CallKey[] = [];
  for (const value of memberIds) {
    if (value === '' || value.length > MEMBER_ID_LENGTH_MAX) continue;
    keys.push({ kind: 'member-id', value });
  }
  return keys;
}

function accountKeys(accounts: readonly (AccountRef__Output | null)[]): readonly CallKey[] {
  if (accounts.length > ACCOUNTS_MAX) return NONE;
  const keys: CallKey[] = [];
  for (const account of accounts) {
    if (!account || account.platform === '' || account.accountId === '') continue;
    if (account.platform.length > PLATFORM_LENGTH_MAX) continue;
    if (account.accountId.length > ACCOUNT_ID_BYTES_MAX) continue;
    keys.push({ kind: 'account', value: accountKey(account) });
  }
  return keys;
}
