// Original file: protos/member/v1/member_query_service.proto

import type { Consistency as _member_v1_Consistency, Consistency__Output as _member_v1_Consistency__Output } from '../../member/v1/Consistency.ts';

export interface BatchGetMembersRequest {
  /**
   * At most 500, each as Member.member_id.
   */
  'memberIds'?: (string)[];
  /**
   * One of the known values.
   */
  'consistency'?: (_member_v1_Consistency);
}

export interface BatchGetMembersRequest__Output {
  /**
   * At most 500, each as Member.member_id.
   */
  'memberIds': (string)[];
  /**
   * One of the known values.
   */
  'consistency': (_member_v1_Consistency__Output);
}
