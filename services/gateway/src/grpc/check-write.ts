// The bounds of write requests, as the fields of member_write_service.proto have them.
import {
  type BindAccountRequest__Output,
  type CloseMemberRequest__Output,
  type FieldViolation,
  type Member__Output,
  type RegisterMemberRequest__Output,
  UPDATE_PATHS_MAX,
  type UpdateMemberRequest__Output,
  violationsOfAccount,
  violationsOfEnum,
  violationsOfMemberId,
  violationsOfProfile,
  violationsOfRequestId,
  violationsOfVersion,
} from '@member-mesh/contracts';

const EMPTY_PROFILE = {
  displayName: '',
  phone: '',
  email: '',
  level: 0,
  homeChannel: '',
  attributes: {},
};
type Profile = Pick<Member__Output, keyof typeof EMPTY_PROFILE>;

const WRITABLE: Readonly<Record<string, keyof Profile>> = {
  display_name: 'displayName',
  phone: 'phone',
  email: 'email',
  level: 'level',
  home_channel: 'homeChannel',
  attributes: 'attributes',
};

export function checkRegisterMember(request: RegisterMemberRequest__Output): FieldViolation[] {
  return [
    ...violationsOfRequestId(request.requestId),
    ...violationsOfAccount(request.account, 'account'),
    ...(request.profile ? checkNewProfile(request.profile) : []),
    ...violationsOfEnum(request.ifBound, 'if_bound'),
  ];
}

export function checkUpdateMember(request: UpdateMemberRequest__Output): FieldViolation[] {
  const { member, updateMask } = request;
  const memberViolations = member
    ? [
        ...violationsOfMemberId(member.memberId, 'member.member_id'),
        ...violationsOfProfile(masked(member, updateMask?.paths ?? []), 'member'),
      ]
    : [{ field: 'member', description: 'must be given' }];
  return [
    ...violationsOfRequestId(request.requestId),
    ...memberViolations,
    ...checkMask(updateMask?.paths ?? []),
    ...violationsOfVersion(request.expectedVersion, 'expected_version'),
  ];
}

/** Binding and unbinding have the same fields. */
export function checkBinding(request: BindAccountRequest__Output): FieldViolation[] {
  return [
    ...violationsOfRequestId(request.requestId),
    ...violationsOfMemberId(request.memberId, 'member_id'),
    ...violationsOfAccount(request.account, 'account'),
    ...violationsOfVersion(request.expectedVersion, 'expected_version'),
  ];
}

export function checkCloseMember(request: CloseMemberRequest__Output): FieldViolation[] {
  return [
    ...violationsOfRequestId(request.requestId),
    ...violationsOfMemberId(request.memberId, 'member_id'),
    ...violationsOfVersion(request.expectedVersion, 'expected_version'),
  ];
}

function checkNewProfile(profile: Member__Output): FieldViolation[] {
  const unset: [string, boolean][] = [
    ['member_id', profile.memberId === ''],
    ['version', profile.version === 0],
    ['status', profile.status === 'MEMBER_STATUS_UNSPECIFIED'],
    ['accounts', profile.accounts.length === 0],
    ['create_time', profile.createTime === null],
    ['update_time', profile.updateTime === null],
    ['merged_into', profile.mergedInto === ''],
  ];
  return [
    ...unset
      .filter(([, holds]) => !holds)
      .map(([field]) => ({ field: `profile.${field}`, description: 'must be unset' })),
    ...violationsOfProfile(profile, 'profile'),
  ];
}

function checkMask(paths: readonly string[]): FieldViolation[] {
  if (paths.length === 0) return [{ field: 'update_mask', description: 'must name a field' }];
  if (paths.length > UPDATE_PATHS_MAX) {
    return [{ field: 'update_mask.paths', description: `must be at most ${UPDATE_PATHS_MAX}` }];
  }
  const description = `must be one of ${Object.keys(WRITABLE).join(', ')}`;
  return paths.flatMap((path, index) =>
    Object.hasOwn(WRITABLE, path) ? [] : [{ field: `update_mask.paths[${index}]`, description }],
  );
}

/** Only the masked fields count; the others may hold whatever a caller read before. */
function masked(member: Member__Output, paths: readonly string[]): Profile {
  const names = paths.map((path) => WRITABLE[path]).filter((name) => name !== undefined);
  const taken = names.map((name) => [name, member[name]] as const);
  return { ...EMPTY_PROFILE, ...Object.fromEntries(taken) };
}
