// What the record holds of one person, and of one account: the values that every use case decides
// on.
import {
  type Account,
  accountKey,
  type MemberId,
  type MemberStatus__Output,
} from '@member-mesh/contracts';

export interface Profile {
  displayName: string;
  phone: string;
  email: string;
  level: number;
  homeChannel: string;
  /** Keys in ascending order of their code units. */
  attributes: Readonly<Record<string, string>>;
}

export interface Binding {
  account: Account;
  bindMs: number;
  quarantined: boolean;
}

export interface MemberState extends Profile {
  memberId: MemberId;
  version: number;
  status: MemberStatus__Output;
  /** Ordered by (platform, account_id), byte for byte. */
  accounts: readonly Binding[];
  createMs: number;
  updateMs: number;
  mergedInto: MemberId | undefined;
}

/** Who has an account. The row survives unbinding, so that its version only grows. */
export interface AccountState {
  account: Account;
  version: number;
  memberId: MemberId | undefined;
}

/** One row as it is after a transaction. */
export type Change =
  { kind: 'member'; member: MemberState } | { kind: 'account'; account: AccountState };

export function lists(member: MemberState, account: Account): boolean {
  const key = accountKey(account);
  return member.accounts.some((binding) => accountKey(binding.account) === key);
}

/**
 * Ascending by (platform, account_id) as bytes: the order of bindings, and of locks on account
 * rows.
 */
export function compareAccounts(a: Account, b: Account): number {
  if (a.platform !== b.platform) return a.platform < b.platform ? -1 : 1;
  return Buffer.compare(Buffer.from(a.accountId), Buffer.from(b.accountId));
}

export function sortedAccounts(accounts: readonly Account[]): Account[] {
  return [...accounts].sort(compareAccounts);
}

export function sortedAttributes(
  attributes: Readonly<Record<string, string>>,
): Profile['attributes'] {
  return Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
}
