import { describe, expect, it } from '@jest/globals';
import { type MemberId, parseAccount } from '@member-mesh/contracts';

import { accountAfter, beforeClaim, standingOf } from './account-claim.ts';
import { planImport } from './import-plan.ts';
import { ANSWER_LIFE_MS, bodyHashOf, isAlive } from './request.ts';

const account = parseAccount({ platform: 'wechat', accountId: 'a' })!;
const [me, other] = ['1' as MemberId, '2' as MemberId];
const row = (memberId: MemberId | undefined) => ({ account, version: 2 ** 40 + 7, memberId });

describe('an account row', () => {
  it.each([
    ['that is absent', undefined, 'free'],
    ['of nobody', row(undefined), 'free'],
    ['left behind by the member itself', row(me), 'free'],
    ['that names another member', row(other), 'named'],
  ])('%s is %s', (_name, seen, kind) => {
    expect(standingOf(seen, me).kind).toBe(kind);
  });

  it('gets a new version whoever takes it, its own member too', () => {
    expect(accountAfter(account, undefined, { memberId: me, epoch: 2 }).version).toBe(2 ** 41 + 1);
    expect(accountAfter(account, row(me), { memberId: me, epoch: 1 }).version).toBe(2 ** 40 + 8);
    expect(accountAfter(account, row(me), { memberId: undefined, epoch: 1 })).toEqual({
      ...{ account, version: 2 ** 40 + 8, memberId: undefined },
    });
  });

  it('that may still be confirmed is told as it was before', () => {
    expect(beforeClaim(row(me))).toEqual({ account, version: 2 ** 40 + 6, memberId: undefined });
  });
});

describe('a request', () => {
  it('is the same by method and body', () => {
    const body = Buffer.from('x');
    expect(bodyHashOf('BindAccount', body)).toEqual(bodyHashOf('BindAccount', body));
    expect(bodyHashOf('BindAccount', body)).not.toEqual(bodyHashOf('UnbindAccount', body));
  });

  it('is remembered for a day', () => {
    expect(isAlive(0, ANSWER_LIFE_MS - 1)).toBe(true);
    expect(isAlive(0, ANSWER_LIFE_MS)).toBe(false);
  });
});

describe('the plan of an import', () => {
  const named = (...ids: string[]) => ({
    accounts: ids.map((accountId) => parseAccount({ platform: 'wechat', accountId })!),
  });

  it('writes together what nothing is known of, and the rest alone, in order', () => {
    const rows = [named('a'), named('b', 'known'), named('c', 'a'), named('d'), named('c')];
    const plan = planImport(rows, {
      isKnownRequest: (each) => each === rows[3],
      isKnownAccount: ({ accountId }) => accountId === 'known',
    });
    expect(plan.together).toEqual([rows[0]]);
    expect(plan.alone).toEqual([rows[1], rows[2], rows[3], rows[4]]);
  });
});
