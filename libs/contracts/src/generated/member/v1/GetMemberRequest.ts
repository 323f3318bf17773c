// Original file: protos/member/v1/member_query_service.proto

import type { Consistency as _member_v1_Consistency, Consistency__Output as _member_v1_Consistency__Output } from '../../member/v1/Consistency.ts';
import type { Long } from '@grpc/proto-loader';

export interface GetMemberRequest {
  /**
   * As Member.member_id.
   */
  'memberId'?: (string);
  /**
   * The answer is at least this version, or the call fails with UNAVAILABLE. 0 to 2^53 - 1.
   */
  'minVersion'?: (number | string | Long);
  /**
   * One of the known values.
   */
  'consistency'?: (_member_v1_Consistency);
}

export interface GetMemberRequest__Output {
  /**
   * As Member.member_id.
   */
  'memberId': (string);
  /**
   * The answer is at least this version, or the call fails with UNAVAILABLE. 0 to 2^53 - 1.
   */
  'minVersion': (number);
  /**
   * One of the known values.
   */
  'consistency': (_member_v1_Consistency__Output);
}
