import { describe, expect, it } from '@jest/globals';
import { type Account, type MemberId, parseAccount } from '@member-mesh/contracts';
import { epochOf } from '@member-mesh/kernel';

import { differencesOf } from './history.ts';
import type { MemberState, Profile } from './member.ts';
import {
  bound,
  checkWritable,
  closed,
  newMember,
  resolves,
  unbound,
  updated,
} from './member-change.ts';
import { Refused } from './refusal.ts';

const account = (accountId: string, platform = 'wechat'): Account =>
  parseAccount({ platform, accountId })!;
const profile: Profile = {
  displayName: 'n',
  phone: '',
  email: '',
  level: 0,
  homeChannel: '',
  attributes: { b: '2', a: '1' },
};
const moment = { nowMs: 1_000, epoch: 1 };
const memberId = '42' as MemberId;
const fresh = (...accounts: Account[]): MemberState =>
  newMember({ memberId, accounts }, profile, moment);

function reasonOf(decide: () => unknown): string {
  try {
    decide();
    return 'OK';
  } catch (error) {
    if (error instanceof Refused) return error.refusal.reason;
    throw error;
  }
}

describe('an account', () => {
  it('leads to the member that lists it, and to nobody while it is quarantined', () => {
    const member = fresh(account('a'), account('b'));
    const examined = member.accounts.map((each, index) => ({ ...each, quarantined: index === 0 }));
    const doubtful = { ...member, accounts: examined };
    expect(resolves(member, account('a'))).toBe(true);
    expect(resolves(doubtful, account('b'))).toBe(true);
    expect(resolves(doubtful, account('c'))).toBe(false);
    expect(reasonOf(() => resolves(doubtful, account('a')))).toBe('ACCOUNT_QUARANTINED');
  });
});

describe('a new member', () => {
  it('starts at the first version of the epoch, with accounts and attributes in order', () => {
    const member = fresh(account('b'), account('a'), account('z', 'alipay'));
    expect(member.version).toBe(2 ** 40 + 1);
    expect(member.accounts.map(({ account: each }) => each.accountId)).toEqual(['z', 'a', 'b']);
    expect(Object.keys(member.attributes)).toEqual(['a', 'b']);
  });
});

describe('an update', () => {
  it('takes only the named fields', () => {
    const wanted = { ...profile, displayName: 'new', phone: '+861' };
    const after = updated(fresh(account('a')), { profile: wanted, fields: ['phone'] }, moment);
    expect(after).toMatchObject({ phone: '+861', displayName: 'n', version: 2 ** 40 + 2 });
  });

  it('that changes nothing is the same member at the same version', () => {
    const member = fresh(account('a'));
    const same = { ...profile, attributes: { a: '1', b: '2' } };
    const fields = ['displayName', 'attributes'] as const;
    expect(updated(member, { profile: same, fields }, moment)).toBe(member);
  });

  it('under a later epoch gets a version of that epoch, and never goes back in time', () => {
    const patch = { profile: { ...profile, level: 3 }, fields: ['level'] as const };
    const after = updated(fresh(account('a')), patch, { nowMs: 10, epoch: 3 });
    expect(epochOf(after.version)).toBe(3);
    expect(after.updateMs).toBe(1_000);
  });
});

describe('bindings', () => {
  it('are added in order, and adding one that is there changes nothing', () => {
    const member = fresh(account('m'));
    const after = bound(member, account('b'), moment);
    expect(after.accounts.map(({ account: each }) => each.accountId)).toEqual(['b', 'm']);
    expect(bound(after, account('m'), moment)).toBe(after);
  });

  it('are compared byte for byte', () => {
    const member = bound(fresh(account('a')), account('a '), moment);
    expect(bound(member, account('A'), moment).accounts).toHaveLength(3);
  });

  it('are at most 32', () => {
    let member = fresh(account('0'));
    for (let index = 1; index < 32; index++) member = bound(member, account(`${index}`), moment);
    expect(reasonOf(() => bound(member, account('one more'), moment))).toBe('TOO_MANY_ACCOUNTS');
    expect(bound(member, account('31'), moment)).toBe(member);
  });

  it.each([
    ['ACCOUNT_NOT_BOUND', 'c', ['a', 'b'], false],
    ['LAST_ACCOUNT', 'a', ['a'], false],
    ['ACCOUNT_QUARANTINED', 'a', ['a', 'b'], true],
    ['OK', 'a', ['a', 'b'], false],
  ])('are taken away or not: %s', (reason, name, names, quarantined) => {
    const member = fresh(...names.map((each) => account(each)));
    const accounts = member.accounts.map((each) => ({ ...each, quarantined }));
    expect(reasonOf(() => unbound({ ...member, accounts }, account(name), moment))).toBe(reason);
  });
});

describe('a closed or merged member', () => {
  it.each([
    ['MEMBER_STATUS_CLOSED', 'MEMBER_NOT_ACTIVE'],
    ['MEMBER_STATUS_MERGED', 'MEMBER_NOT_ACTIVE'],
    ['MEMBER_STATUS_SUSPENDED', 'OK'],
    ['MEMBER_STATUS_ACTIVE', 'OK'],
  ] as const)('is written or not: %s is %s', (status, reason) => {
    expect(reasonOf(() => checkWritable({ ...fresh(account('a')), status }, 0))).toBe(reason);
  });

  it('lists nothing', () => {
    expect(closed(fresh(account('a'), account('b')), moment)).toMatchObject({
      ...{ status: 'MEMBER_STATUS_CLOSED', accounts: [], version: 2 ** 40 + 2 },
    });
  });
});

describe('an expected version', () => {
  it.each([
    [0, 'OK'],
    [2 ** 40 + 1, 'OK'],
    [2 ** 40, 'VERSION_MISMATCH'],
  ])('of %d: %s', (expected, reason) => {
    expect(reasonOf(() => checkWritable(fresh(account('a')), expected))).toBe(reason);
  });
});

describe('history', () => {
  it('tells every value before and after, and what was bound and unbound', () => {
    const before = fresh(account('a'));
    const after = bound({ ...before, level: 4 }, account('b'), moment);
    expect(differencesOf(before, after)).toEqual({ level: [0, 4], bound: ['wechat:b'] });
    expect(differencesOf(after, closed(after, moment))).toEqual({
      status: ['MEMBER_STATUS_ACTIVE', 'MEMBER_STATUS_CLOSED'],
      unbound: ['wechat:a', 'wechat:b'],
    });
  });
});
