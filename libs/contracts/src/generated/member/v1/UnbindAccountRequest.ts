// Original file: protos/member/v1/member_write_service.proto

import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from '../../member/v1/AccountRef.ts';
import type { Long } from '@grpc/proto-loader';

export interface UnbindAccountRequest {
  /**
   * 1 to 64 bytes.
   */
  'requestId'?: (string);
  /**
   * As Member.member_id.
   */
  'memberId'?: (string);
  /**
   * Required.
   */
  'account'?: (_member_v1_AccountRef | null);
  /**
   * 0 for whatever is stored, else the version that must be the current one: at most 2^53 - 1.
   */
  'expectedVersion'?: (number | string | Long);
}

export interface UnbindAccountRequest__Output {
  /**
   * 1 to 64 bytes.
   */
  'requestId': (string);
  /**
   * As Member.member_id.
   */
  'memberId': (string);
  /**
   * Required.
   */
  'account': (_member_v1_AccountRef__Output | null);
  /**
   * 0 for whatever is stored, else the version that must be the current one: at most 2^53 - 1.
   */
  'expectedVersion': (number);
}
