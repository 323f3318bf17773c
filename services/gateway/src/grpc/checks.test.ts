import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '@member-mesh/contracts';

import {
  checkBatchGetMembers,
  checkBatchLookupAccounts,
  checkCheckOwnership,
  checkGetMember,
  checkLookupAccount,
  checkSearchMembers,
} from './check-query.ts';
import {
  checkBinding,
  checkCloseMember,
  checkRegisterMember,
  checkUpdateMember,
} from './check-write.ts';

const { services } = loadContracts();
const ACCOUNT = { platform: 'wechat', accountId: 'o6' };

/** The request as it arrives: encoded and decoded, with every default. */
function arrived(service: 'memberQuery' | 'memberWrite', method: string, request: object): never {
  const definition = services[service].definition[method];
  const bytes = definition?.requestSerialize(request) ?? Buffer.alloc(0);
  return definition?.requestDeserialize(bytes) as never;
}

const QUERY_CHECKS = {
  GetMember: checkGetMember,
  BatchGetMembers: checkBatchGetMembers,
  LookupAccount: checkLookupAccount,
  BatchLookupAccounts: checkBatchLookupAccounts,
  SearchMembers: checkSearchMembers,
  CheckOwnership: checkCheckOwnership,
};
const WRITE_CHECKS = {
  RegisterMember: checkRegisterMember,
  UpdateMember: checkUpdateMember,
  BindAccount: checkBinding,
  UnbindAccount: checkBinding,
  CloseMember: checkCloseMember,
};

type Case = [method: string, request: object, fields: string[]];

const fieldsOf = (violations: { field: string }[]): string[] =>
  violations.map(({ field }) => field);

describe('the bounds of reads', () => {
  it.each<Case>([
    ['GetMember', { memberId: '9223372036854775807', minVersion: 5 }, []],
    ['GetMember', { memberId: '9223372036854775808' }, ['member_id']],
    ['GetMember', { memberId: '012' }, ['member_id']],
    ['GetMember', { memberId: '', minVersion: -1 }, ['member_id', 'min_version']],
    ['GetMember', { memberId: '1', consistency: 7 }, ['consistency']],
    ['BatchGetMembers', { memberIds: Array(500).fill('1') }, []],
    ['BatchGetMembers', { memberIds: Array(501).fill('1') }, ['member_ids']],
    ['BatchGetMembers', { memberIds: ['1', '2', '3', '-4'] }, ['member_ids[3]']],
    ['LookupAccount', { account: ACCOUNT }, []],
    ['LookupAccount', {}, ['account']],
    [
      'LookupAccount',
      { account: { platform: 'We Chat' } },
      ['account.platform', 'account.account_id'],
    ],
    ['BatchLookupAccounts', { accounts: Array(501).fill(ACCOUNT) }, ['accounts']],
    [
      'BatchLookupAccounts',
      { accounts: [ACCOUNT, { ...ACCOUNT, accountId: 'x'.repeat(129) }] },
      ['accounts[1].account_id'],
    ],
    ['CheckOwnership', { account: ACCOUNT, memberIds: Array(100).fill('1') }, []],
    ['CheckOwnership', { account: ACCOUNT, memberIds: Array(101).fill('1') }, ['member_ids']],
    ['SearchMembers', {}, ['phone']],
    ['SearchMembers', { status: 'MEMBER_STATUS_ACTIVE', orderBy: 'level desc' }, []],
    ['SearchMembers', { levelMin: 3, pageSize: 200 }, []],
    ['SearchMembers', { createdAfter: { seconds: 5 } }, []],
    ['SearchMembers', { createdAfter: { seconds: 0 } }, []],
    ['SearchMembers', { createdBefore: { seconds: 0 } }, []],
    ['SearchMembers', { phone: '138' }, ['phone']],
    ['SearchMembers', { email: 'nobody' }, ['email']],
    ['SearchMembers', { homeChannel: 'Wechat Mini' }, ['home_channel']],
    ['SearchMembers', { platform: 'WECHAT' }, ['platform']],
    ['SearchMembers', { levelMin: 10 }, ['level_min']],
    ['SearchMembers', { platform: 'wechat', status: 9 }, ['status']],
    ['SearchMembers', { platform: 'wechat', orderBy: 'level DESC' }, ['order_by']],
    ['SearchMembers', { platform: 'wechat', orderBy: 'phone' }, ['order_by']],
    ['SearchMembers', { platform: 'wechat', pageSize: 201 }, ['page_size']],
    ['SearchMembers', { platform: 'wechat', pageSize: -1 }, ['page_size']],
    ['SearchMembers', { platform: 'wechat', pageToken: 'x'.repeat(2_000) }, ['page_token']],
    [
      'SearchMembers',
      { createdAfter: { seconds: 5 }, createdBefore: { seconds: 5 } },
      ['created_before'],
    ],
  ])('%s %j has the bad fields %j', (method, request, fields) => {
    const check = QUERY_CHECKS[method as keyof typeof QUERY_CHECKS];
    expect(fieldsOf(check(arrived('memberQuery', method, request)))).toEqual(fields);
  });
});

describe('the bounds of writes', () => {
  const binding = { requestId: 'r', memberId: '1', account: ACCOUNT };
  it.each<Case>([
    ['RegisterMember', { requestId: 'r', account: ACCOUNT }, []],
    ['RegisterMember', {}, ['request_id', 'account']],
    ['RegisterMember', { requestId: 'x'.repeat(65), account: ACCOUNT }, ['request_id']],
    ['RegisterMember', { requestId: 'r', account: ACCOUNT, ifBound: 5 }, ['if_bound']],
    [
      'RegisterMember',
      { requestId: 'r', account: ACCOUNT, profile: { memberId: '1', version: 2, phone: 'x' } },
      ['profile.member_id', 'profile.version', 'profile.phone'],
    ],
    [
      'RegisterMember',
      {
        requestId: 'r',
        account: ACCOUNT,
        profile: {
          status: 'MEMBER_STATUS_ACTIVE',
          accounts: [{ account: ACCOUNT }],
          createTime: { seconds: 1 },
          updateTime: { seconds: 1 },
          mergedInto: '2',
        },
      },
      ['status', 'accounts', 'create_time', 'update_time', 'merged_into'].map(
        (field) => `profile.${field}`,
      ),
    ],
    [
      'UpdateMember',
      { requestId: 'r', member: { memberId: '1', phone: 'bad' }, updateMask: { paths: ['email'] } },
      [],
    ],
    [
      'UpdateMember',
      { requestId: 'r', member: { memberId: '1', level: 10 }, updateMask: { paths: ['level'] } },
      ['member.level'],
    ],
    ['UpdateMember', { requestId: 'r', member: { memberId: '1' } }, ['update_mask']],
    [
      'UpdateMember',
      { requestId: 'r', updateMask: { paths: ['status', 'email', 'attributes.x'] } },
      ['member', 'update_mask.paths[0]', 'update_mask.paths[2]'],
    ],
    ['BindAccount', binding, []],
    ['BindAccount', { ...binding, expectedVersion: -1 }, ['expected_version']],
    ['UnbindAccount', { ...binding, memberId: 'x' }, ['member_id']],
    ['CloseMember', { memberId: '1' }, ['request_id']],
  ])('%s %j has the bad fields %j', (method, request, fields) => {
    const check = WRITE_CHECKS[method as keyof typeof WRITE_CHECKS];
    expect(fieldsOf(check(arrived('memberWrite', method, request)))).toEqual(fields);
  });
});
