// Original file: protos/mesh/change/v1/change.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A member as it is after the change.
 */
export interface MemberRow {
  'memberId'?: (string);
  'version'?: (number | string | Long);
  /**
   * An encoded member.v1.Member. Kept as bytes so that index and cache store what was committed.
   */
  'member'?: (Buffer | Uint8Array | string);
}

/**
 * A member as it is after the change.
 */
export interface MemberRow__Output {
  'memberId': (string);
  'version': (number);
  /**
   * An encoded member.v1.Member. Kept as bytes so that index and cache store what was committed.
   */
  'member': (Buffer);
}
