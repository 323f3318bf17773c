import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readRows, summary, TemporaryFolder } from '../../test/temporary-folder.ts';

const nasty = resolve(import.meta.dirname, '../../test/fixtures/nasty.ndjson');

describe('a file with one JSON object a line', () => {
  let folder: TemporaryFolder;

  beforeAll(async () => {
    folder = await TemporaryFolder.create();
  });

  afterAll(() => folder.remove());

  it('is read line by line, refusing what is wrong by line and field', async () => {
    expect(summary(await readRows(nasty))).toEqual([
      '1 1: ok',
      '3 2: camel',
      '4 3! name BAD_UTF8',
      '5 4! attributes BAD_UTF8',
      '6 5! name BAD_UTF8',
      '7 6!  MALFORMED_JSON',
      '8 7!  MALFORMED_JSON',
      '9 8!  MALFORMED_JSON',
      '10 9! shoe_size UNKNOWN_FIELD',
      '11 10! name INVALID_FIELD, 11 10! accounts INVALID_FIELD',
      '12 11!  ROW_TOO_LARGE',
      '13 12: level',
      '14 13! accounts ACCOUNT_MISSING',
      '15 14! accounts[0] INVALID_FIELD',
      '16 15: last',
    ]);
  });

  it('can be gone on with after any row', async () => {
    const whole = await readRows(nasty);
    for (const [index, { next }] of whole.entries()) {
      expect(await readRows(nasty, { from: next })).toEqual(whole.slice(index + 1));
    }
  });

  it('reads pairs, lists and single platforms as accounts', async () => {
    const path = await folder.write(
      'accounts.ndjson',
      '{"platform":"app-ly","account_id":"1","accounts":["wechat:a|b"],"account.h5":"c"}\n' +
        '{"accounts":"wechat:a\\\\|b|h5:c"}\n',
    );
    const rows = await readRows(path);
    expect(rows.map(({ content }) => content)).toMatchObject([
      {
        member: {
          accounts: [
            { platform: 'wechat', accountId: 'a|b' },
            { platform: 'h5', accountId: 'c' },
            { platform: 'app-ly', accountId: '1' },
          ],
        },
      },
      {
        member: {
          accounts: [
            { platform: 'wechat', accountId: 'a|b' },
            { platform: 'h5', accountId: 'c' },
          ],
        },
      },
    ]);
  });

  it('takes a mapped field from where the person said and nowhere else', async () => {
    const path = await folder.write(
      'mapped.ndjson',
      '{"phone":"+8613800000000","cell":"+8613900000000","accounts":["wechat:a"]}\n',
    );
    const options = { map: { phone: 'cell' }, ignoreUnknown: true };
    const [row] = await readRows(path, options);
    expect(row?.content).toMatchObject({ member: { phone: '+8613900000000' } });
    const strict = await readRows(path, { map: { phone: 'cell' } });
    expect(summary(strict)).toEqual(['1 1! phone UNKNOWN_FIELD']);
  });

  it('keeps attributes whose names mean something to JavaScript', async () => {
    const path = await folder.write(
      'names.ndjson',
      '{"accounts":["wechat:a"],"attributes":{"__proto__":"x","constructor":"y"}}\n',
    );
    const [row] = await readRows(path);
    const member = row?.content.kind === 'member' ? row.content.member : undefined;
    expect(Object.entries(member?.attributes ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });
});
