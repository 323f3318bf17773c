// Original file: protos/member/v1/member_query_service.proto

import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from '../../member/v1/AccountRef.ts';
import type { Consistency as _member_v1_Consistency, Consistency__Output as _member_v1_Consistency__Output } from '../../member/v1/Consistency.ts';

export interface BatchLookupAccountsRequest {
  /**
   * At most 500.
   */
  'accounts'?: (_member_v1_AccountRef)[];
  /**
   * One of the known values.
   */
  'consistency'?: (_member_v1_Consistency);
}

export interface BatchLookupAccountsRequest__Output {
  /**
   * At most 500.
   */
  'accounts': (_member_v1_AccountRef__Output)[];
  /**
   * One of the known values.
   */
  'consistency': (_member_v1_Consistency__Output);
}
