// Requests of MemberWriteService, parsed: what comes out is well-formed and knows its identity.
import {
  type Account,
  type BindAccountRequest__Output,
  type CloseMemberRequest__Output,
  type FieldViolation,
  type Member__Output,
  type MemberId,
  type Messages,
  parseAccount,
  parseMemberId,
  type RegisterMemberRequest__Output,
  type UnbindAccountRequest__Output,
  UPDATE_PATHS_MAX,
  type UpdateMemberRequest__Output,
  violationsOfAccount,
  violationsOfMemberId,
  violationsOfProfile,
  violationsOfRequestId,
  violationsOfVersion,
} from '@member-mesh/contracts';
import { invariant } from '@member-mesh/kernel';
import { invalidArgument } from '@member-mesh/rpc';

import type { AccountCommand, MemberCommand, UpdateMember } from '../app/change-member.ts';
import type { RegisterMember } from '../app/register-member.ts';
import { type Profile, sortedAttributes } from '../domain/member.ts';
import type { ProfileField } from '../domain/member-change.ts';
import { bodyHashOf, type RequestKey } from '../domain/request.ts';

export const EMPTY_PROFILE: Profile = {
  displayName: '',
  phone: '',
  email: '',
  level: 0,
  homeChannel: '',
  attributes: {},
};

const FIELD_OF_PATH = new Map<string, ProfileField>([
  ['display_name', 'displayName'],
  ['phone', 'phone'],
  ['email', 'email'],
  ['level', 'level'],
  ['home_channel', 'homeChannel'],
  ['attributes', 'attributes'],
]);

export class WriteParser {
  readonly #messages: Messages;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  /** All throw INVALID_ARGUMENT naming every bad field. */
  register(caller: string, request: RegisterMemberRequest__Output): RegisterMember {
    const { requestId, account, profile, ifBound } = request;
    const known = ifBound === 'IF_BOUND_UNSPECIFIED' || ifBound === 'IF_BOUND_RETURN_MEMBER';
    refuse([
      ...violationsOfRequestId(requestId),
      ...violationsOfAccount(account, 'account'),
      ...(profile ? violationsOfNewProfile(profile) : []),
      ...(known ? [] : [{ field: 'if_bound', description: 'must be a known value' }]),
    ]);
    const encode = this.#messages.registerMemberRequest.encode;
    const body = { ...request, requestId: '', profile: profile && canonical(profile) };
    return {
      request: keyOf({ caller, requestId, method: 'RegisterMember', body: encode(body) }),
      action: 'register',
      accounts: [parsed(parseAccount(account))],
      profile: profile ? profileOf(profile) : EMPTY_PROFILE,
      returnBound: ifBound === 'IF_BOUND_RETURN_MEMBER',
    };
  }

  update(caller: string, request: UpdateMemberRequest__Output): UpdateMember {
    const { requestId, member, updateMask, expectedVersion } = request;
    const paths = updateMask?.paths ?? [];
    const fields = [...new Set(paths)].flatMap((path) => FIELD_OF_PATH.get(path) ?? []);
    const masked = member ? maskedProfile(member, fields) : EMPTY_PROFILE;
    refuse([
      ...violationsOfRequestId(requestId),
      ...violationsOfMemberId(member?.memberId ?? '', 'member.member_id'),
      ...violationsOfMask(paths),
      ...violationsOfProfile({ ...masked, attributes: { ...masked.attributes } }, 'member'),
      ...violationsOfVersion(expectedVersion, 'expected_version'),
    ]);
    const encode = this.#messages.updateMemberRequest.encode;
    const body = { ...request, requestId: '', member: member && canonical(member) };
    return {
      request: keyOf({ caller, requestId, method: 'UpdateMember', body: encode(body) }),
      memberId: parsed(parseMemberId(member?.memberId ?? '')),
      expectedVersion,
      profile: masked,
      fields,
    };
  }

  bind(caller: string, request: BindAccountRequest__Output): AccountCommand {
    const encode = this.#messages.bindAccountRequest.encode;
    const body = encode({ ...request, requestId: '' });
    return accountCommand(request, { caller, method: 'BindAccount', body });
  }

  unbind(caller: string, request: UnbindAccountRequest__Output): AccountCommand {
    const encode = this.#messages.unbindAccountRequest.encode;
    const body = encode({ ...request, requestId: '' });
    return accountCommand(request, { caller, method: 'UnbindAccount', body });
  }

  close(caller: string, request: CloseMemberRequest__Output): MemberCommand {
    const { requestId, memberId, expectedVersion } = request;
    refuse([
      ...violationsOfRequestId(requestId),
      ...violationsOfMemberId(memberId, 'member_id'),
      ...violationsOfVersion(expectedVersion, 'expected_version'),
    ]);
    const body = this.#messages.closeMemberRequest.encode({ ...request, requestId: '' });
    return {
      request: keyOf({ caller, requestId, method: 'CloseMember', body }),
      memberId: parsed(parseMemberId(memberId)),
      expectedVersion,
    };
  }
}

/** What is wrong with the profile of a member that does not exist yet, below `path`. */
export function violationsOfNewProfile(
  profile: Member__Output,
  path = 'profile',
): FieldViolation[] {
  const set: [string, boolean][] = [
    ['member_id', profile.memberId !== ''],
    ['version', profile.version !== 0],
    ['status', profile.status !== 'MEMBER_STATUS_UNSPECIFIED'],
    ['accounts', profile.accounts.length > 0],
    ['create_time', profile.createTime !== null],
    ['update_time', profile.updateTime !== null],
    ['merged_into', profile.mergedInto !== ''],
  ];
  const unwanted = set
    .filter(([, isSet]) => isSet)
    .map(([field]) => ({ field: `${path}.${field}`, description: 'must not be set' }));
  return [...unwanted, ...violationsOfProfile(profile, path)];
}

export function profileOf(member: Member__Output): Profile {
  const { displayName, phone, email, level, homeChannel } = member;
  const attributes = sortedAttributes(member.attributes);
  return { displayName, phone, email, level, homeChannel, attributes };
}

/** Maps have no order on the wire; a hash needs one. */
export function canonical(member: Member__Output): Member__Output {
  return { ...member, attributes: { ...sortedAttributes(member.attributes) } };
}

interface Identified {
  caller: string;
  method: string;
  body: Buffer;
}

export function keyOf({
  caller,
  requestId,
  method,
  body,
}: Identified & { requestId: string }): RequestKey {
  return { caller, requestId, bodyHash: bodyHashOf(method, body) };
}

function accountCommand(
  request: BindAccountRequest__Output | UnbindAccountRequest__Output,
  identified: Identified,
): AccountCommand {
  const { requestId, memberId, account, expectedVersion } = request;
  refuse([
    ...violationsOfRequestId(requestId),
    ...violationsOfMemberId(memberId, 'member_id'),
    ...violationsOfAccount(account, 'account'),
    ...violationsOfVersion(expectedVersion, 'expected_version'),
  ]);
  return {
    request: keyOf({ ...identified, requestId }),
    memberId: parsed<MemberId>(parseMemberId(memberId)),
    account: parsed<Account>(parseAccount(account)),
    expectedVersion,
  };
}

function maskedProfile(member: Member__Output, fields: readonly ProfileField[]): Profile {
  const given = profileOf(member);
  return { ...EMPTY_PROFILE, ...Object.fromEntries(fields.map((field) => [field, given[field]])) };
}

function violationsOfMask(paths: readonly string[]): FieldViolation[] {
  if (paths.length === 0) return [{ field: 'update_mask', description: 'must name a field' }];
  if (paths.length > UPDATE_PATHS_MAX) {
    return [{ field: 'update_mask.paths', description: `must be at most ${UPDATE_PATHS_MAX}` }];
  }
  const description = `must name only ${[...FIELD_OF_PATH.keys()].join(', ')}`;
  return paths.flatMap((path, index) =>
    FIELD_OF_PATH.has(path) ? [] : [{ field: `update_mask.paths[${index}]`, description }],
  );
}

function refuse(violations: readonly FieldViolation[]): void {
  if (violations.length > 0) throw invalidArgument(violations);
}

function parsed<T>(value: T | undefined): T {
  invariant(value !== undefined, 'a checked field does not parse');
  return value;
}
