// Original file: protos/mesh/read/v1/member_read_service.proto

import type { Long } from '@grpc/proto-loader';

export interface TierState {
  /**
   * "record", "index/order-a", "cache/a" and so on.
   */
  'tier'?: (string);
  /**
   * "member:123" or "account:wechat:o6_bm".
   */
  'key'?: (string);
  /**
   * "value", "fence", "locked", "absent", "absent-cached" or "unreachable".
   */
  'state'?: (string);
  'version'?: (number | string | Long);
  /**
   * The least version that a cache fence lets pass; 0 when there is none.
   */
  'minVersion'?: (number | string | Long);
  /**
   * The member of an account key.
   */
  'memberId'?: (string);
  /**
   * An encoded member.v1.Member of a member key, where the tier holds one.
   */
  'member'?: (Buffer | Uint8Array | string);
  'detail'?: (string);
}

export interface TierState__Output {
  /**
   * "record", "index/order-a", "cache/a" and so on.
   */
  'tier': (string);
  /**
   * "member:123" or "account:wechat:o6_bm".
   */
  'key': (string);
  /**
   * "value", "fence", "locked", "absent", "absent-cached" or "unreachable".
   */
  'state': (string);
  'version': (number);
  /**
   * The least version that a cache fence lets pass; 0 when there is none.
   */
  'minVersion': (number);
  /**
   * The member of an account key.
   */
  'memberId': (string);
  /**
   * An encoded member.v1.Member of a member key, where the tier holds one.
   */
  'member': (Buffer);
  'detail': (string);
}
