// What gateways and member-write may ask of member-query at most; every bad field is named.
import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '@member-mesh/contracts';
import { isMeshError, type ServerCall } from '@member-mesh/rpc';

import type { FenceKeys } from '../app/fence-keys.ts';
import { cacheFenceService } from './cache-fence-service.ts';
import { parseBatch, parseMemberWish, parseSearch } from './parse-read.ts';

const { services } = loadContracts();
const ACCOUNT = { platform: 'wechat', accountId: 'o6' };
const LOCK_ID = Buffer.from('8 bytes!');
const UNSAFE = '9007199254740992';

/** The request as it arrives, with every default. */
function arrived(service: keyof typeof services, method: string, request: object): never {
  const definition = services[service].definition[method];
  const bytes = definition?.requestSerialize(request) ?? Buffer.alloc(0);
  return definition?.requestDeserialize(bytes) as never;
}

async function fieldsOf(parse: () => unknown): Promise<string[]> {
  try {
    await parse();
    return [];
  } catch (error) {
    if (isMeshError(error, 'INVALID_ARGUMENT')) return error.violations.map(({ field }) => field);
    throw error;
  }
}

describe('a batch of reads', () => {
  const items = (count: number, item: object) => Array<object>(count).fill(item);

  it.each<[string, object, string[]]>([
    ['the most items', { readClass: 1, items: items(1_000, { memberId: '5' }) }, []],
    ['more items', { readClass: 1, items: items(1_001, { memberId: '5' }) }, ['items']],
    ['no class', { items: [] }, ['read_class']],
    ['a class of a later release', { readClass: 9, items: [] }, ['read_class']],
    ['a consistency of a later release', { readClass: 1, consistency: 9 }, ['consistency']],
    [
      'items that name nothing sound',
      { readClass: 1, items: [{}, { memberId: '0' }, { account: {} }, { account: ACCOUNT }] },
      ['items[0]', 'items[1]', 'items[2]'],
    ],
    [
      'versions that cannot be',
      { readClass: 1, items: [-1, UNSAFE].map((minVersion) => ({ memberId: '5', minVersion })) },
      ['items[0].min_version', 'items[1].min_version'],
    ],
  ])('with %s names %j', async (_what, request, fields) => {
    const batch = arrived('memberRead', 'BatchRead', request);
    expect(await fieldsOf(() => parseBatch(batch))).toEqual(fields);
  });
});

describe('a read that a gateway hands on', () => {
  it('names the id and the version at once', async () => {
    expect(await fieldsOf(() => parseMemberWish('x', -1))).toEqual(['member_id', 'min_version']);
  });

  it('names every bad field of a search', async () => {
    const request = arrived('memberQuery', 'SearchMembers', {
      ...{ status: 99, levelMin: 10, pageSize: 201, orderBy: 'x', pageToken: 'x'.repeat(1_025) },
      createdAfter: { seconds: '9223372036854775807' },
      createdBefore: { nanos: -1 },
    });
    expect((await fieldsOf(() => parseSearch(request, 'order'))).sort()).toEqual([
      ...['created_after', 'created_before', 'level_min', 'order_by', 'page_size', 'page_token'],
      'status',
    ]);
  });
});

describe('locks and fences', () => {
  const taken = async (): Promise<void> => undefined;
  const doing = { lock: taken, fence: taken, unlock: taken } as unknown as FenceKeys;
  const handlers = cacheFenceService(doing);
  const call = { remainingMs: () => 1_000 } as ServerCall;
  const keys = (count: number) => Array<object>(count).fill({ memberId: '5' });
  const fence = (more: object) => ({ key: { account: ACCOUNT }, minVersion: 1, ...more });

  it.each<['LockKeys' | 'UnlockKeys' | 'FenceKeys', object, string[]]>([
    ['LockKeys', { lockId: LOCK_ID, keys: keys(2_000) }, []],
    ['LockKeys', { lockId: LOCK_ID, keys: keys(2_001) }, ['keys']],
    ['LockKeys', { lockId: Buffer.alloc(7), keys: [] }, ['lock_id']],
    ['UnlockKeys', { lockId: Buffer.alloc(9), keys: [] }, ['lock_id']],
    ['UnlockKeys', { lockId: LOCK_ID, keys: [{}, ...keys(1), {}] }, ['keys[0]', 'keys[2]']],
    ['FenceKeys', { fences: [fence({})] }, []],
    ['FenceKeys', { fences: Array<object>(2_001).fill(fence({})) }, ['fences']],
    [
      'FenceKeys',
      { fences: [fence({ key: {} }), fence({ minVersion: 0 }), fence({ minVersion: UNSAFE })] },
      ['fences[0].key', 'fences[1].min_version', 'fences[2].min_version'],
    ],
    ['FenceKeys', { fences: [fence({ streamSequence: -1 })] }, ['fences[0].stream_sequence']],
  ])('of %s %# name what is bad', async (method, request, fields) => {
    const handler = handlers[method] as (request: never, call: ServerCall) => Promise<unknown>;
    const arriving = arrived('cacheFence', method, request);
    expect(await fieldsOf(() => handler(arriving, call))).toEqual(fields);
  });
});
