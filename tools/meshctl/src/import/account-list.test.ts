import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatAccounts, parseAccounts } from './account-list.ts';

describe('accounts in one cell', () => {
  it('come back as they were written, whatever their ids hold', () => {
    const account = fc.record({
      platform: fc.stringMatching(/^[a-z0-9-]{1,32}$/),
      accountId: fc.string({ unit: 'grapheme' }),
    });
    fc.assert(
      fc.property(fc.array(account, { minLength: 1 }), (accounts) => {
        expect(parseAccounts(formatAccounts(accounts))).toEqual(accounts);
      }),
    );
  });

  it.each(['no colon', 'wechat:a|', '|wechat:a', 'wechat:a||app-ly:b', 'wechat:\\a', 'wechat:a\\'])(
    'are refused when they are written as %s',
    (text) => {
      expect(parseAccounts(text)).toBeUndefined();
    },
  );
});
