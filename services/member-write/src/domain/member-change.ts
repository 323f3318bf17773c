// What each write makes of a member: the next state, or a refusal. No store, no clock: the same
// decision is taken whatever the member was read from.
import {
  type Account,
  accountKey,
  ACCOUNTS_PER_MEMBER_MAX,
  type MemberId,
} from '@member-mesh/contracts';
import { firstVersion, nextVersion } from '@member-mesh/kernel';

import {
  type Binding,
  compareAccounts,
  lists,
  type MemberState,
  type Profile,
  sortedAttributes,
} from './member.ts';
import { Refused } from './refusal.ts';

/** When and under which epoch a change is made. */
export interface Moment {
  nowMs: number;
  epoch: number;
}

export const PROFILE_FIELDS = [
  'displayName',
  'phone',
  'email',
  'level',
  'homeChannel',
  'attributes',
] as const satisfies readonly (keyof Profile)[];

export type ProfileField = (typeof PROFILE_FIELDS)[number];

export function newMember(
  id: { memberId: MemberId; accounts: readonly Account[] },
  profile: Profile,
  { nowMs, epoch }: Moment,
): MemberState {
  return {
    memberId: id.memberId,
    version: firstVersion(epoch),
    status: 'MEMBER_STATUS_ACTIVE',
    ...profileOf(profile),
    accounts: boundAccounts(id.accounts, nowMs),
    createMs: nowMs,
    updateMs: nowMs,
    mergedInto: undefined,
  };
}

/** Refuses what no write may touch, and what the caller has not seen. 0 expects no version. */
export function checkWritable(member: MemberState, expectedVersion: number): void {
  const { memberId, version, status } = member;
  if (status === 'MEMBER_STATUS_CLOSED' || status === 'MEMBER_STATUS_MERGED') {
    throw new Refused({ reason: 'MEMBER_NOT_ACTIVE', memberId, status });
  }
  if (expectedVersion !== 0 && expectedVersion !== version) {
    const reason = 'VERSION_MISMATCH';
    throw new Refused({ reason, memberId, expected: expectedVersion, current: version });
  }
}

/** Whether the account leads to the member; refused while it is examined whose account it is. */
export function resolves(member: MemberState, account: Account): boolean {
  const key = accountKey(account);
  const binding = member.accounts.find((each) => accountKey(each.account) === key);
  if (!binding?.quarantined) return binding !== undefined;
  throw new Refused({ reason: 'ACCOUNT_QUARANTINED', account, memberId: member.memberId });
}

/** The member with the named fields taken from `profile`; the same object when nothing differs. */
export function updated(
  member: MemberState,
  patch: { profile: Profile; fields: readonly ProfileField[] },
  moment: Moment,
): MemberState {
  const profile = profileOf(patch.profile);
  const differing = patch.fields.filter((field) => !sameValue(member[field], profile[field]));
  if (differing.length === 0) return member;
  const taken = Object.fromEntries(differing.map((field) => [field, profile[field]]));
  return { ...member, ...taken, ...advanced(member, moment) };
}

/** The member with the account; the same object when it lists it already. */
export function bound(member: MemberState, account: Account, moment: Moment): MemberState {
  if (lists(member, account)) return member;
  if (member.accounts.length >= ACCOUNTS_PER_MEMBER_MAX) {
    const { memberId } = member;
    throw new Refused({ reason: 'TOO_MANY_ACCOUNTS', memberId, max: ACCOUNTS_PER_MEMBER_MAX });
  }
  const accounts = [...member.accounts, ...boundAccounts([account], moment.nowMs)];
  accounts.sort((a, b) => compareAccounts(a.account, b.account));
  return { ...member, accounts, ...advanced(member, moment) };
}

export function unbound(member: MemberState, account: Account, moment: Moment): MemberState {
  const { memberId } = member;
  const key = accountKey(account);
  const binding = member.accounts.find((each) => accountKey(each.account) === key);
  if (!binding) throw new Refused({ reason: 'ACCOUNT_NOT_BOUND', account, memberId });
  if (binding.quarantined) throw new Refused({ reason: 'ACCOUNT_QUARANTINED', account, memberId });
  if (member.accounts.length === 1)
    throw new Refused({ reason: 'LAST_ACCOUNT', account, memberId });
  const accounts = member.accounts.filter((each) => each !== binding);
  return { ...member, accounts, ...advanced(member, moment) };
}

/**
 * A quarantined account keeps its member open: closing would hand the account to whoever asks next.
 */
export function closed(member: MemberState, moment: Moment): MemberState {
  const { memberId } = member;
  const quarantined = member.accounts.find((binding) => binding.quarantined);
  if (quarantined) {
    const { account } = quarantined;
    throw new Refused({ reason: 'ACCOUNT_QUARANTINED', account, memberId });
  }
  const status = 'MEMBER_STATUS_CLOSED' as const;
  return { ...member, status, accounts: [], ...advanced(member, moment) };
}

function advanced(
  member: MemberState,
  { nowMs, epoch }: Moment,
): Pick<MemberState, 'version' | 'updateMs'> {
  const updateMs = Math.max(nowMs, member.updateMs);
  return { version: nextVersion(member.version, epoch), updateMs };
}

function profileOf(profile: Profile): Profile {
  const { displayName, phone, email, level, homeChannel } = profile;
  const attributes = sortedAttributes(profile.attributes);
  return { displayName, phone, email, level, homeChannel, attributes };
}

function boundAccounts(accounts: readonly Account[], bindMs: number): Binding[] {
  return [...accounts]
    .sort(compareAccounts)
    .map((account) => ({ account, bindMs, quarantined: false }));
}

function sameValue(a: Profile[ProfileField], b: Profile[ProfileField]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
