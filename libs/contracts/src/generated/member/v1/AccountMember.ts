// Original file: protos/member/v1/member_query_service.proto

import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from '../../member/v1/AccountRef.ts';
import type { Member as _member_v1_Member, Member__Output as _member_v1_Member__Output } from '../../member/v1/Member.ts';

export interface AccountMember {
  'account'?: (_member_v1_AccountRef | null);
  /**
   * Unset when the account is unbound or quarantined.
   */
  'member'?: (_member_v1_Member | null);
  'quarantined'?: (boolean);
}

export interface AccountMember__Output {
  'account': (_member_v1_AccountRef__Output | null);
  /**
   * Unset when the account is unbound or quarantined.
   */
  'member': (_member_v1_Member__Output | null);
  'quarantined': (boolean);
}
