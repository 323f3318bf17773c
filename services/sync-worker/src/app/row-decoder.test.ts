// Rows from the wire: used, faulty with a key, or unknown; never an exception.
import { describe, expect, it } from '@jest/globals';

import { accountChange, contracts, memberChange, memberIdOf } from '../../test/record-peer.ts';
import { RowDecoder } from './row-decoder.ts';

const decoder = new RowDecoder(contracts);
const encode = (changes: object[]): Buffer =>
  contracts.messages.changeSet.encode({ commitTime: { seconds: 7, nanos: 0 }, changes });
const rowsOf = (change: object) => decoder.changes(encode([change]))?.rows ?? [];

describe('the row decoder', () => {
  it('takes members and accounts with what readers filter by', () => {
    const payload = encode([memberChange(5, 2), accountChange(5, 3, ''), accountChange(5, 4, '9')]);
    const changes = decoder.changes(payload);
    expect(changes?.commitTimeMs).toBe(7_000);
    expect(changes?.rows).toMatchObject([
      { kind: 'row', row: { table: 'member', memberId: memberIdOf(5), platforms: ['wechat'] } },
      { kind: 'row', row: { table: 'account', version: 3, memberId: undefined } },
      { kind: 'row', row: { table: 'account', version: 4, memberId: '9' } },
    ]);
  });

  it('answers nothing for bytes that are no message', () => {
    expect(decoder.changes(Buffer.from('junk that is no message'))).toBeUndefined();
  });

  it.each([
    ['bytes that are no member', { memberId: '7', version: 1, member: Buffer.from([0xff]) }],
    ['the member of another row', { ...memberChange(1, 1).member, memberId: '7' }],
    ['another version', { ...memberChange(1, 1).member, memberId: memberIdOf(1), version: 2 }],
  ])('keeps the key of a member row with %s', (_, member) => {
    expect(rowsOf({ member })).toMatchObject([{ kind: 'faulty', key: { table: 'member' } }]);
  });

  it.each([
    ['no id', { member: { memberId: 'x', version: 1 } }],
    ['no version', { member: { memberId: '7', version: 0 } }],
    ['neither kind', {}],
    ['no account', { account: { version: 1, memberId: '7' } }],
    [
      'an endless account',
      { account: { account: { platform: 'p', accountId: 'x'.repeat(600) }, version: 1 } },
    ],
  ])('calls a row with %s unknown', (_, change) => {
    expect(rowsOf(change)).toMatchObject([{ kind: 'unknown' }]);
  });

  it('keeps the key of an account row that names no member id', () => {
    const change = accountChange(5, 3, 'nobody');
    expect(rowsOf(change)).toMatchObject([{ kind: 'faulty', key: { version: 3 } }]);
  });
});
