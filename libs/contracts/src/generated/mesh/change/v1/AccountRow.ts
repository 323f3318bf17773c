// Original file: protos/mesh/change/v1/change.proto

import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from '../../../member/v1/AccountRef.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * An account's row as it is after the change. The row survives unbinding.
 */
export interface AccountRow {
  'account'?: (_member_v1_AccountRef | null);
  'version'?: (number | string | Long);
  /**
   * Empty when the account is bound to nobody.
   */
  'memberId'?: (string);
}

/**
 * An account's row as it is after the change. The row survives unbinding.
 */
export interface AccountRow__Output {
  'account': (_member_v1_AccountRef__Output | null);
  'version': (number);
  /**
   * Empty when the account is bound to nobody.
   */
  'memberId': (string);
}
