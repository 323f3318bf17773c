// Original file: protos/member/v1/member_query_service.proto

import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from '../../member/v1/AccountRef.ts';
import type { Consistency as _member_v1_Consistency, Consistency__Output as _member_v1_Consistency__Output } from '../../member/v1/Consistency.ts';

export interface LookupAccountRequest {
  /**
   * Required.
   */
  'account'?: (_member_v1_AccountRef | null);
  /**
   * One of the known values.
   */
  'consistency'?: (_member_v1_Consistency);
}

export interface LookupAccountRequest__Output {
  /**
   * Required.
   */
  'account': (_member_v1_AccountRef__Output | null);
  /**
   * One of the known values.
   */
  'consistency': (_member_v1_Consistency__Output);
}
