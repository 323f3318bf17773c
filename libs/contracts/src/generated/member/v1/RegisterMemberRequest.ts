// Original file: protos/member/v1/member_write_service.proto

import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from '../../member/v1/AccountRef.ts';
import type { Member as _member_v1_Member, Member__Output as _member_v1_Member__Output } from '../../member/v1/Member.ts';

// Original file: protos/member/v1/member_write_service.proto

export const _member_v1_RegisterMemberRequest_IfBound = {
  IF_BOUND_UNSPECIFIED: 'IF_BOUND_UNSPECIFIED',
  /**
   * FAILED_PRECONDITION, reason ACCOUNT_QUARANTINED, while governance examines the binding.
   */
  IF_BOUND_RETURN_MEMBER: 'IF_BOUND_RETURN_MEMBER',
} as const;

export type _member_v1_RegisterMemberRequest_IfBound =
  | 'IF_BOUND_UNSPECIFIED'
  | 0
  /**
   * FAILED_PRECONDITION, reason ACCOUNT_QUARANTINED, while governance examines the binding.
   */
  | 'IF_BOUND_RETURN_MEMBER'
  | 1

export type _member_v1_RegisterMemberRequest_IfBound__Output = typeof _member_v1_RegisterMemberRequest_IfBound[keyof typeof _member_v1_RegisterMemberRequest_IfBound]

export interface RegisterMemberRequest {
  /**
   * 1 to 64 bytes.
   */
  'requestId'?: (string);
  /**
   * Required.
   */
  'account'?: (_member_v1_AccountRef | null);
  /**
   * display_name, phone, email, level, home_channel and attributes are taken; the rest must be unset.
   */
  'profile'?: (_member_v1_Member | null);
  /**
   * One of the known values.
   */
  'ifBound'?: (_member_v1_RegisterMemberRequest_IfBound);
}

export interface RegisterMemberRequest__Output {
  /**
   * 1 to 64 bytes.
   */
  'requestId': (string);
  /**
   * Required.
   */
  'account': (_member_v1_AccountRef__Output | null);
  /**
   * display_name, phone, email, level, home_channel and attributes are taken; the rest must be unset.
   */
  'profile': (_member_v1_Member__Output | null);
  /**
   * One of the known values.
   */
  'ifBound': (_member_v1_RegisterMemberRequest_IfBound__Output);
}
