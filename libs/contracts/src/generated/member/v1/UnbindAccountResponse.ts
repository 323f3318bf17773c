// Original file: protos/member/v1/member_write_service.proto

import type { Member as _member_v1_Member, Member__Output as _member_v1_Member__Output } from '../../member/v1/Member.ts';

export interface UnbindAccountResponse {
  'member'?: (_member_v1_Member | null);
}

export interface UnbindAccountResponse__Output {
  'member': (_member_v1_Member__Output | null);
}
