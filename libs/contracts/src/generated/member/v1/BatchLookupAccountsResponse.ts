// Original file: protos/member/v1/member_query_service.proto

import type { AccountMember as _member_v1_AccountMember, AccountMember__Output as _member_v1_AccountMember__Output } from '../../member/v1/AccountMember.ts';
import type { ReadInfo as _member_v1_ReadInfo, ReadInfo__Output as _member_v1_ReadInfo__Output } from '../../member/v1/ReadInfo.ts';

export interface BatchLookupAccountsResponse {
  /**
   * One for each account of the request, in its order.
   */
  'results'?: (_member_v1_AccountMember)[];
  'read'?: (_member_v1_ReadInfo | null);
}

export interface BatchLookupAccountsResponse__Output {
  /**
   * One for each account of the request, in its order.
   */
  'results': (_member_v1_AccountMember__Output)[];
  'read': (_member_v1_ReadInfo__Output | null);
}
