// How an account row comes to name a member. The row may be absent, free, or left behind by a write
// that died; only what is proven free or left behind is taken, and every taking bumps the version,
// so that whoever decided on the older version loses the compare-and-set.
import type { Account, MemberId } from '@member-mesh/contracts';
import { firstVersion, nextVersion } from '@member-mesh/kernel';

import type { AccountState } from './member.ts';

export type Standing =
  /** Nobody has it, or it is the member's own leftover: take it by compare-and-set. */
  | { kind: 'free'; seen: AccountState | undefined }
  /** The row names another member: it has the account if it lists it. */
  | { kind: 'named'; seen: AccountState; holder: MemberId };

export function standingOf(seen: AccountState | undefined, memberId: MemberId): Standing {
  const holder = seen?.memberId;
  if (seen === undefined || holder === undefined || holder === memberId) {
    return { kind: 'free', seen };
  }
  return { kind: 'named', seen, holder };
}

/** The row after `memberId` took the account, or after it was freed (undefined). */
export function accountAfter(
  account: Account,
  seen: AccountState | undefined,
  to: { memberId: MemberId | undefined; epoch: number },
): AccountState {
  const version = seen ? nextVersion(seen.version, to.epoch) : firstVersion(to.epoch);
  return { account, version, memberId: to.memberId };
}

/**
 * What a row that may still be claimed resolves to: nobody, at the version before. At the row's own
 * version the answer is not final while a transaction of its member is in flight.
 */
export function beforeClaim(seen: AccountState): AccountState {
  return { ...seen, version: seen.version - 1, memberId: undefined };
}
