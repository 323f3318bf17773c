// Original file: protos/mesh/read/v1/member_read_service.proto

import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from '../../../member/v1/AccountRef.ts';
import type { Long } from '@grpc/proto-loader';

export interface ReadItem {
  'memberId'?: (string);
  'account'?: (_member_v1_AccountRef | null);
  /**
   * The answer is at least this version, or the outcome is OUTCOME_TOO_OLD. Only with member_id.
   */
  'minVersion'?: (number | string | Long);
  'key'?: "memberId"|"account";
}

export interface ReadItem__Output {
  'memberId'?: (string);
  'account'?: (_member_v1_AccountRef__Output | null);
  /**
   * The answer is at least this version, or the outcome is OUTCOME_TOO_OLD. Only with member_id.
   */
  'minVersion': (number);
  'key'?: "memberId"|"account";
}
