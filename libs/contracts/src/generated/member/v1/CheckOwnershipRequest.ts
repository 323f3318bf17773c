// Original file: protos/member/v1/member_query_service.proto

import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from '../../member/v1/AccountRef.ts';

export interface CheckOwnershipRequest {
  /**
   * Required.
   */
  'account'?: (_member_v1_AccountRef | null);
  /**
   * At most 100, each as Member.member_id.
   */
  'memberIds'?: (string)[];
}

export interface CheckOwnershipRequest__Output {
  /**
   * Required.
   */
  'account': (_member_v1_AccountRef__Output | null);
  /**
   * At most 100, each as Member.member_id.
   */
  'memberIds': (string)[];
}
