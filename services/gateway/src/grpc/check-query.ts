// The bounds of read requests, as the fields of member_query_service.proto have them.
import {
  ACCOUNTS_MAX,
  type AccountRef__Output,
  type BatchGetMembersRequest__Output,
  type BatchLookupAccountsRequest__Output,
  type CheckOwnershipRequest__Output,
  type FieldViolation,
  type GetMemberRequest__Output,
  LEVEL_MAX,
  type LookupAccountRequest__Output,
  MEMBER_IDS_MAX,
  msOf,
  OWNERSHIP_IDS_MAX,
  PAGE_SIZE_MAX,
  PAGE_TOKEN_LENGTH_MAX,
  PLATFORM_LENGTH_MAX,
  type SearchMembersRequest__Output,
  violationsOfAccount,
  violationsOfEach,
  violationsOfEnum,
  violationsOfMemberId,
  violationsOfProfile,
  violationsOfTimestamp,
  violationsOfVersion,
} from '@member-mesh/contracts';

const ORDER_BY = /^(create_time|update_time|level|member_id)( desc)?$/;
const PLATFORM = /^[a-z0-9-]{1,32}$/;

export function checkGetMember(request: GetMemberRequest__Output): FieldViolation[] {
  return [
    ...violationsOfMemberId(request.memberId, 'member_id'),
    ...violationsOfVersion(request.minVersion, 'min_version'),
    ...violationsOfEnum(request.consistency, 'consistency'),
  ];
}

export function checkBatchGetMembers(request: BatchGetMembersRequest__Output): FieldViolation[] {
  const bounds = { field: 'member_ids', max: MEMBER_IDS_MAX };
  return [
    ...violationsOfEach(request.memberIds, bounds, violationsOfMemberId),
    ...violationsOfEnum(request.consistency, 'consistency'),
  ];
}

export function checkLookupAccount(request: LookupAccountRequest__Output): FieldViolation[] {
  return [
    ...violationsOfAccount(request.account, 'account'),
    ...violationsOfEnum(request.consistency, 'consistency'),
  ];
}

export function checkBatchLookupAccounts(
  request: BatchLookupAccountsRequest__Output,
): FieldViolation[] {
  const bounds = { field: 'accounts', max: ACCOUNTS_MAX };
  const check = (account: AccountRef__Output, field: string): FieldViolation[] =>
    violationsOfAccount(account, field);
  return [
    ...violationsOfEach(request.accounts, bounds, check),
    ...violationsOfEnum(request.consistency, 'consistency'),
  ];
}

export function checkCheckOwnership(request: CheckOwnershipRequest__Output): FieldViolation[] {
  const bounds = { field: 'member_ids', max: OWNERSHIP_IDS_MAX };
  return [
    ...violationsOfAccount(request.account, 'account'),
    ...violationsOfEach(request.memberIds, bounds, violationsOfMemberId),
  ];
}

export function checkSearchMembers(request: SearchMembersRequest__Output): FieldViolation[] {
  const { orderBy, pageSize, pageToken } = request;
  const checks: [string, boolean, string][] = [
    [
      'order_by',
      orderBy === '' || ORDER_BY.test(orderBy),
      'must be "create_time", "update_time", "level" or "member_id", with " desc" to reverse',
    ],
    ['page_size', pageSize >= 0 && pageSize <= PAGE_SIZE_MAX, `must be 0 to ${PAGE_SIZE_MAX}`],
    ['page_token', pageToken.length <= PAGE_TOKEN_LENGTH_MAX, 'is not a next_page_token'],
  ];
  return [...violationsOfFilters(request), ...failed(checks)];
}

function violationsOfFilters(request: SearchMembersRequest__Output): FieldViolation[] {
  const { phone, email, homeChannel, platform, levelMin, status } = request;
  const { createdAfter, createdBefore } = request;
  const after = msOf(createdAfter);
  const before = msOf(createdBefore);
  const given =
    phone || email || homeChannel || platform || levelMin !== 0 || createdAfter || createdBefore;
  const profile = { displayName: '', phone, email, level: 0, homeChannel, attributes: {} };
  const checks: [string, boolean, string][] = [
    ['phone', Boolean(given) || isGiven(status), 'must be given, or another filter'],
    ['level_min', levelMin >= 0 && levelMin <= LEVEL_MAX, `must be 0 to ${LEVEL_MAX}`],
    [
      'platform',
      platform === '' || PLATFORM.test(platform),
      `must be at most ${PLATFORM_LENGTH_MAX} lower-case letters, digits and '-'`,
    ],
    [
      'created_before',
      after === undefined || before === undefined || after < before,
      'must be later than created_after',
    ],
  ];
  return [
    ...failed(checks),
    ...violationsOfEnum(status, 'status'),
    ...violationsOfTimestamp(createdAfter, 'created_after'),
    ...violationsOfTimestamp(createdBefore, 'created_before'),
    ...violationsOfProfile(profile, '').map(atTheTop),
  ];
}

function isGiven(status: string | number): boolean {
  return status !== 'MEMBER_STATUS_UNSPECIFIED';
}

function atTheTop({ field, description }: FieldViolation): FieldViolation {
  return { field: field.replace(/^\./, ''), description };
}

function failed(checks: readonly [string, boolean, string][]): FieldViolation[] {
  return checks
    .filter(([, holds]) => !holds)
    .map(([field, , description]) => ({ field, description }));
}
