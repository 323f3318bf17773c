import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readRows, summary, TemporaryFolder, withSource } from '../../test/temporary-folder.ts';
import { MappingError } from './columns.ts';
import { UnreadableFile } from './imported-row.ts';

const fixture = (name: string): string => resolve(import.meta.dirname, '../../test/fixtures', name);
const read = async (name: string): Promise<string[]> => summary(await readRows(fixture(name)));

describe('a CSV file', () => {
  it.each([
    ['begins with a byte order mark', 'bom.csv', ['2 1: 王芳']],
    ['has Windows line ends', 'crlf.csv', ['2 1: 王芳', '3 2: Otto, Jr.', '5 3: Mia']],
    ['mixes line ends', 'mixed-line-ends.csv', ['2 1: A', '3 2: B', '4 3: C']],
    ['comes from an old Mac', 'old-mac.csv', ['2 1: A', '3 2: B']],
    ['has empty lines', 'empty-lines.csv', ['4 1: A', '7 2: B']],
    ['has a header and nothing else', 'header-only.csv', []],
  ])('that %s is read whole', async (_what, name, rows) => {
    expect(await read(name)).toEqual(rows);
  });

  it('keeps line numbers right where quoted cells hold line ends', async () => {
    expect(await read('quoted.csv')).toEqual([
      '2 1: Ann "A" B',
      '5 2: next',
      '6 3! display_name INVALID_FIELD',
      '8 4: last',
    ]);
    const [first] = await readRows(fixture('quoted.csv'));
    expect(first?.content).toMatchObject({
      member: { attributes: { note: 'first\nsecond\r\nthird' } },
    });
  });

  it('names each field whose bytes are not UTF-8 and reads the rows around it', async () => {
    expect(await read('bad-utf8.csv')).toEqual([
      '2 1! attribute.city BAD_UTF8',
      '3 2! display_name BAD_UTF8',
      '4 3: fine',
      '5 4! accounts BAD_UTF8',
      '6 5! display_name BAD_UTF8',
    ]);
  });

  it('loses only the row whose quotes are broken', async () => {
    expect(await read('broken-quotes.csv')).toEqual([
      '2 1: fine',
      '3 2!  MALFORMED_QUOTES',
      '4 3!  MALFORMED_QUOTES',
      '5 4!  MALFORMED_QUOTES',
      '6 5: still fine',
    ]);
  });

  it('is refused row by row where rows have too many or too few cells', async () => {
    expect(await read('wrong-cell-count.csv')).toEqual([
      '2 1!  MALFORMED_ROW',
      '3 2!  MALFORMED_ROW',
      '4 3: c',
    ]);
  });

  it('says which fields are too large, in bytes and not in letters', async () => {
    expect(await read('oversize.csv')).toEqual([
      '2 1! display_name FIELD_TOO_LARGE',
      '3 2! accounts[0].account_id FIELD_TOO_LARGE',
      '4 3! attribute.note FIELD_TOO_LARGE',
      `5 4: ${'王'.repeat(85)}`,
      '6 5! display_name FIELD_TOO_LARGE',
      '7 6! display_name FIELD_TOO_LARGE, 7 6! attribute.note FIELD_TOO_LARGE',
    ]);
  });

  it('tells everything that is wrong with a row at once', async () => {
    const fields = ['phone', 'email', 'level', 'home_channel', 'accounts[0].platform'];
    expect(await read('bad-values.csv')).toEqual([
      fields.map((field) => `2 1! ${field} INVALID_FIELD`).join(', '),
      '3 2! accounts INVALID_FIELD, 3 2! level INVALID_FIELD',
      '4 3! display_name INVALID_FIELD',
      '5 4: ',
    ]);
  });

  it('gathers accounts from lists, pairs and columns of a platform, in that order', async () => {
    const [all, half, none] = await readRows(fixture('several-accounts.csv'));
    expect(all?.content).toMatchObject({
      member: {
        accounts: [
          { platform: 'wechat', accountId: '1' },
          { platform: 'app-ly', accountId: '2|3\\' },
          { platform: 'wechat', accountId: '6' },
          { platform: 'h5', accountId: '会员:7' },
          { platform: 'app-elong', accountId: '4' },
          { platform: 'qq-mini', accountId: '5' },
        ],
      },
    });
    expect(half?.content).toMatchObject({ problems: [{ field: 'account_id' }] });
    expect(none?.content).toMatchObject({ problems: [{ reason: 'ACCOUNT_MISSING' }] });
  });

  it('is understood with columns named by the person and another delimiter', async () => {
    const options = { delimiter: ';', map: { accounts: 'konto' } };
    const [row] = await readRows(fixture('semicolons.csv'), options);
    expect(row?.content).toMatchObject({
      member: {
        displayName: 'Jürgen',
        phone: '+4915112345678',
        accounts: [{ platform: 'wechat', accountId: 'x' }],
      },
    });
  });

  it.each([
    ['missing-accounts.csv', MappingError, /no column says which accounts/],
    ['unknown-columns.csv', MappingError, /shoe size, number 4 .*--ignore-unknown/],
    ['semicolons.csv', MappingError, /--delimiter ';'/],
    ['empty.csv', UnreadableFile, /the file is empty/],
    ['utf16.csv', UnreadableFile, /UTF-16.*iconv/],
    ['unclosed-quote.csv', UnreadableFile, /row 2, which begins at line 3: .*never closed/],
  ])('%s is refused as a whole, saying what to do', async (name, kind, message) => {
    const reading = read(name);
    await expect(reading).rejects.toThrow(kind);
    await expect(reading).rejects.toThrow(message);
  });

  it('leaves out unknown columns when told to', async () => {
    const rows = await readRows(fixture('unknown-columns.csv'), { ignoreUnknown: true });
    expect(summary(rows)).toEqual(['2 1: A']);
  });
});

describe('positions in a CSV file', () => {
  let folder: TemporaryFolder;

  beforeAll(async () => {
    folder = await TemporaryFolder.create();
  });

  afterAll(() => folder.remove());

  it.each(['crlf.csv', 'quoted.csv', 'broken-quotes.csv', 'bad-utf8.csv', 'old-mac.csv'])(
    'of %s are places to go on from: the rest reads the same',
    async (name) => {
      const whole = await readRows(fixture(name));
      for (const [index, { next }] of whole.entries()) {
        expect(await readRows(fixture(name), { from: next })).toEqual(whole.slice(index + 1));
      }
    },
  );

  it('stay right across the pieces that a long file is read in', async () => {
    const cell = `"${'line\r\n'.repeat(20)}"`;
    const lines = Array.from({ length: 2_000 }, (_, row) => `n${row},wechat:${row},${cell}`);
    const text = `name,accounts,attribute.note\n${lines.join('\n')}\n`;
    const rows = await readRows(await folder.write('long.csv', text));
    expect(rows).toHaveLength(2_000);
    expect(rows.map(({ line }) => line)).toEqual(rows.map((_, row) => 2 + row * 21));
    expect(rows.at(-1)?.next).toEqual({ offset: text.length, line: 42_002, row: 2_000 });
  });

  it('end at a row that is longer than allowed, which is told with its line', async () => {
    const endless = `name,accounts\nfine,wechat:a\n"${'x'.repeat(600_000)}`;
    const path = await folder.write('endless.csv', endless);
    const seen: string[] = [];
    const reading = withSource(path, { rowBytesMax: 65_536 }, async (source) => {
      for await (const row of source.rows(source.start)) seen.push(...summary([row]));
    });
    await expect(reading).rejects.toThrow(/row 2, which begins at line 3: .*65536 bytes/);
    expect(seen).toEqual(['2 1: fine']);
  });

  it('end at a row of nothing but delimiters as well', async () => {
    const path = await folder.write('commas.csv', `name,accounts\n${','.repeat(600_000)}`);
    await expect(readRows(path, { rowBytesMax: 65_536 })).rejects.toThrow(/longer than/);
  });
});
