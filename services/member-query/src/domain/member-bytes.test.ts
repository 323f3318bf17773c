import { describe, expect, it } from '@jest/globals';
import { type Account, loadContracts, parseAccount } from '@member-mesh/contracts';
import fc from 'fast-check';

import { listingOf } from './member-bytes.ts';

const { member } = loadContracts().messages;
const account = (platform: string, accountId: string): Account => {
  return parseAccount({ platform, accountId }) as Account;
};

describe('how an encoded member lists an account', () => {
  it('is the same as in the decoded member', () => {
    const refs = fc.record({
      platform: fc.constantFrom('wechat', 'alipay', 'app-ly'),
      accountId: fc.constantFrom('a', 'b', 'ab', '用户'),
    });
    const bindings = fc.array(fc.record({ account: refs, quarantined: fc.boolean() }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(bindings, refs, fc.string(), (accounts, asked, displayName) => {
        const encoded = member.encode({
          ...{ memberId: '123', version: 2 ** 40 + 7, displayName, accounts, level: 3 },
          attributes: { source: 'x'.repeat(200) },
          createTime: { seconds: 1_700_000_000, nanos: 5 },
        });
        const found = accounts.find(
          (each) =>
            each.account.platform === asked.platform && each.account.accountId === asked.accountId,
        );
        const expected = !found ? 'unlisted' : found.quarantined ? 'quarantined' : 'bound';
        expect(listingOf(encoded, account(asked.platform, asked.accountId))).toBe(expected);
      }),
    );
  });

  it('is not made up from bytes that are cut', () => {
    const encoded = member.encode({ accounts: [{ account: { platform: 'a', accountId: 'b' } }] });
    expect(() => listingOf(encoded.subarray(0, -1), account('a', 'b'))).toThrow(RangeError);
  });
});
