import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '@member-mesh/contracts';
import { MeshError } from '@member-mesh/rpc';

import {
  ImportParser,
  pageTokenOf,
  parseAccounts,
  parseMemberIds,
  parseScan,
} from './parse-record.ts';
import { WriteParser } from './parse-write.ts';

const { messages } = loadContracts();
const parser = new WriteParser(messages);

function fieldsOf(parse: () => unknown): string[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (error instanceof MeshError) return error.violations.map(({ field }) => field);
    throw error;
  }
}

const registering = (request: object) =>
  messages.registerMemberRequest.decode(messages.registerMemberRequest.encode(request));
const updating = (request: object) =>
  messages.updateMemberRequest.decode(messages.updateMemberRequest.encode(request));

const account = { platform: 'wechat', accountId: 'a' };

describe('a registration', () => {
  it('is refused with every field that is wrong or must not be set', () => {
    const profile = {
      memberId: '1',
      version: 2,
      status: 'MEMBER_STATUS_ACTIVE',
      accounts: [{ account }],
      mergedInto: '3',
      level: 10,
      phone: '1',
    };
    const request = registering({ account: { platform: 'WeChat', accountId: '' }, profile });
    expect(fieldsOf(() => parser.register('c', request)).sort()).toEqual([
      'account.account_id',
      'account.platform',
      'profile.accounts',
      'profile.level',
      'profile.member_id',
      'profile.merged_into',
      'profile.phone',
      'profile.status',
      'profile.version',
      'request_id',
    ]);
  });

  it('is the same request whatever the order of its attributes', () => {
    const hashOf = (attributes: object, requestId = 'r') =>
      parser.register('c', registering({ requestId, account, profile: { attributes } })).request
        .bodyHash;
    expect(hashOf({ a: '1', b: '2' })).toEqual(hashOf({ b: '2', a: '1' }, 'other'));
    expect(hashOf({ a: '1' })).not.toEqual(hashOf({ a: '2' }));
  });
});

describe('an update', () => {
  it.each([
    ['no mask', {}, ['update_mask']],
    ['an unknown path', { paths: ['phone', 'accounts'] }, ['update_mask.paths[1]']],
    ['a path twice', { paths: ['phone', 'phone'] }, []],
  ])('with %s', (_name, updateMask, fields) => {
    const request = updating({ requestId: 'r', member: { memberId: '1' }, updateMask });
    expect(fieldsOf(() => parser.update('c', request))).toEqual(fields);
  });

  it('does not mind bad fields that are not masked', () => {
    const member = {
      memberId: '1',
      phone: 'bad',
      displayName: 'x',
      status: 'MEMBER_STATUS_CLOSED',
    };
    const request = updating({ requestId: 'r', member, updateMask: { paths: ['display_name'] } });
    expect(parser.update('c', request).fields).toEqual(['displayName']);
  });
});

describe('a page token', () => {
  it.each([
    [{ kind: 'member', shard: 1, limit: 5, after: '77' }],
    [{ kind: 'account', shard: 1, limit: 5, after: undefined }],
    [{ kind: 'account', shard: 1, limit: 5, after: parseAccounts([account])[0] }],
  ])('leads back to its page: %j', (page) => {
    const pageToken = pageTokenOf(page as never);
    expect(parseScan({ shard: 1, pageSize: 5, pageToken })).toEqual(page);
  });

  it.each(['x', 'W10', Buffer.from('["member"]').toString('base64url')])(
    'that nobody gave out is refused: %s',
    (pageToken) => {
      expect(fieldsOf(() => parseScan({ shard: 0, pageSize: 1, pageToken }))).toEqual([
        'page_token',
      ]);
    },
  );

  it('needs a shard and a size within bounds', () => {
    const scan = { shard: 1024, pageSize: 1001, pageToken: '' };
    expect(fieldsOf(() => parseScan(scan))).toEqual(['shard', 'page_size']);
  });
});

describe('an import', () => {
  const importing = new ImportParser(messages);
  const row = (number: number, accounts: object[]) =>
    messages.importRow.decode(messages.importRow.encode({ number, accounts }));

  it('names each row by the import and its number', () => {
    const { rows, refused } = importing.parse('meshctl', {
      importId: 'i',
      rows: [row(7, [account])],
    });
    expect(refused).toEqual([]);
    expect(rows[0]?.request).toMatchObject({ caller: 'meshctl', requestId: 'i/7' });
  });

  it('keeps bad rows from spoiling good ones', () => {
    const rows = [row(1, []), row(2, [account, account]), row(3, [account])];
    const parsed = importing.parse('meshctl', { importId: 'i', rows });
    expect(parsed.rows.map(({ number }) => number)).toEqual([3]);
    expect(parsed.refused.map(({ number, violation }) => [number, violation.field])).toEqual([
      [1, 'accounts'],
      [2, 'accounts[1]'],
    ]);
  });

  it('is refused as a whole when its numbers repeat or its id is missing', () => {
    const rows = [row(1, [account]), row(1, [account])];
    expect(fieldsOf(() => importing.parse('c', { importId: '', rows }))).toEqual([
      'import_id',
      'rows',
    ]);
  });
});

describe('what other services ask of the record', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, number) => ({ number, profile: null, accounts: [] }));
  const imports = new ImportParser(messages);

  it.each<[string, () => unknown, string[]]>([
    ['ids at most', () => parseMemberIds(Array<string>(1_000).fill('5')), []],
    ['more ids', () => parseMemberIds(Array<string>(1_001).fill('5')), ['member_ids']],
    ['ids that are none', () => parseMemberIds(['5', '0', '']), ['member_ids[1]', 'member_ids[2]']],
    ['more accounts', () => parseAccounts(Array(1_001).fill(account)), ['accounts']],
    [
      'a page that cannot be',
      () => parseScan({ shard: 1_024, pageSize: 1_001, pageToken: 'x'.repeat(1_025) }),
      ['page_token', 'shard', 'page_size', 'page_token'],
    ],
    [
      'a batch that cannot be',
      () => imports.parse('c', { importId: '', rows: rows(501) }),
      ['import_id', 'rows'],
    ],
    [
      'rows with numbers that cannot be',
      () =>
        imports.parse('c', {
          importId: 'i',
          rows: [-1, 2 ** 53].map((number) => ({ ...rows(1)[0]!, number })),
        }),
      ['rows[0].number', 'rows[1].number'],
    ],
  ])('with %s names %j', (_what, parse, fields) => {
    expect(fieldsOf(parse)).toEqual(fields);
  });
});
