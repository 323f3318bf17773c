import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  accountKey,
  durationOf,
  loadContracts,
  msOf,
  parseAccount,
  parseMemberId,
  type ServiceContract,
  timestampOf,
  violationsOfProfile,
  violationsOfRequestId,
} from './index.ts';

const contracts = loadContracts();
const profile = {
  displayName: '',
  phone: '',
  email: '',
  level: 0,
  homeChannel: '',
  attributes: {},
};

describe('the contracts', () => {
  it('offer every service and every message under its own name', () => {
    for (const service of Object.values(contracts.services)) {
      const { name, definition } = service as ServiceContract;
      const paths = Object.values(definition).map(({ path }) => path);
      expect(paths.length).toBeGreaterThan(0);
      for (const path of paths) expect(path.startsWith(`/${name}/`)).toBe(true);
    }
    for (const codec of Object.values(contracts.messages)) {
      expect(codec.decode(codec.encode({}))).toBeInstanceOf(Object);
    }
  });

  it('keep a member whole through bytes', () => {
    const member = {
      memberId: '9223372036854775807',
      version: Number.MAX_SAFE_INTEGER,
      status: 'MEMBER_STATUS_ACTIVE' as const,
      displayName: '李雷 🎉',
      attributes: { k: 'v' },
      accounts: [{ account: { platform: 'wechat', accountId: 'é' }, quarantined: true }],
      createTime: timestampOf(1_700_000_000_123),
    };
    const read = contracts.messages.member.decode(contracts.messages.member.encode(member));
    expect(read).toMatchObject({ ...member, createTime: expect.anything() });
    expect(msOf(read.createTime)).toBe(1_700_000_000_123);
  });
});

describe('times', () => {
  it('keep their milliseconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => {
        expect(msOf(timestampOf(ms))).toBe(ms);
        expect(msOf(durationOf(ms))).toBe(ms);
      }),
    );
    expect(msOf(null)).toBeUndefined();
  });
});

describe('fields', () => {
  it.each([
    ['1', true],
    ['9223372036854775807', true],
    ['9223372036854775808', false],
    ['99999999999999999999', false],
    ['0', false],
    ['01', false],
    ['-1', false],
    ['', false],
    ['1a', false],
    ['１', false],
  ])('member id %s is %s', (text, holds) => {
    expect(parseMemberId(text) !== undefined).toBe(holds);
  });

  it.each([
    [{ platform: 'wechat', accountId: 'o6_bm' }, true],
    [{ platform: 'app-ly', accountId: 'é'.repeat(64) }, true],
    [{ platform: 'app-ly', accountId: 'é'.repeat(65) }, false],
    [{ platform: 'app-ly', accountId: '' }, false],
    [{ platform: 'app-ly', accountId: 'a\u0000b' }, false],
    [{ platform: 'WeChat', accountId: 'x' }, false],
    [{ platform: 'p'.repeat(33), accountId: 'x' }, false],
    [null, false],
  ])('account %j is %s', (ref, holds) => {
    const account = parseAccount(ref);
    expect(account !== undefined).toBe(holds);
    if (account) expect(accountKey(account)).toBe(`${ref?.platform}:${ref?.accountId}`);
  });

  it.each([
    [{}, []],
    [{ phone: '+8613800000000', email: 'a@b.c', level: 9, homeChannel: 'app-ios' }, []],
    [{ phone: '13800000000' }, ['profile.phone']],
    [{ email: 'a b@c' }, ['profile.email']],
    [{ level: 10 }, ['profile.level']],
    [{ level: -1 }, ['profile.level']],
    [{ homeChannel: 'Has Blanks' }, ['profile.home_channel']],
    [{ displayName: 'x'.repeat(257) }, ['profile.display_name']],
    [{ displayName: 'bell\u0007' }, ['profile.display_name']],
    [{ attributes: { '': 'v' } }, ['profile.attributes']],
    [{ attributes: { k: 'v'.repeat(257) } }, ['profile.attributes']],
    [
      { attributes: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`k${i}`, ''])) },
      ['profile.attributes'],
    ],
    [{ phone: 'x', level: 11 }, ['profile.phone', 'profile.level']],
  ])('profile %j has the bad fields %j', (fields, bad) => {
    const violations = violationsOfProfile({ ...profile, ...fields }, 'profile');
    expect(violations.map(({ field }) => field)).toEqual(bad);
  });

  it('bound a request id by its bytes', () => {
    expect(violationsOfRequestId('é'.repeat(32))).toEqual([]);
    expect(violationsOfRequestId('é'.repeat(33))).toHaveLength(1);
    expect(violationsOfRequestId('')).toHaveLength(1);
  });
});
