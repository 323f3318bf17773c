// Original file: protos/member/v1/member_write_service.proto

import type { Long } from '@grpc/proto-loader';

export interface CloseMemberRequest {
  /**
   * 1 to 64 bytes.
   */
  'requestId'?: (string);
  /**
   * As Member.member_id.
   */
  'memberId'?: (string);
  /**
   * 0 for whatever is stored, else the version that must be the current one: at most 2^53 - 1.
   */
  'expectedVersion'?: (number | string | Long);
}

export interface CloseMemberRequest__Output {
  /**
   * 1 to 64 bytes.
   */
  'requestId': (string);
  /**
   * As Member.member_id.
   */
  'memberId': (string);
  /**
   * 0 for whatever is stored, else the version that must be the current one: at most 2^53 - 1.
   */
  'expectedVersion': (number);
}
