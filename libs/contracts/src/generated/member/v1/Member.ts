// Original file: protos/member/v1/member.proto

import type { MemberStatus as _member_v1_MemberStatus, MemberStatus__Output as _member_v1_MemberStatus__Output } from '../../member/v1/MemberStatus.ts';
import type { AccountBinding as _member_v1_AccountBinding, AccountBinding__Output as _member_v1_AccountBinding__Output } from '../../member/v1/AccountBinding.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One person's membership. `version` is the only ordering between two copies of a member.
 */
export interface Member {
  /**
   * Decimal digits, at most 19, of a number from 1 to 2^63 - 1; assigned by RegisterMember, never reused.
   */
  'memberId'?: (string);
  /**
   * Grows with every change. Never repeats or shrinks, whatever store was primary when it was assigned.
   */
  'version'?: (number | string | Long);
  'status'?: (_member_v1_MemberStatus);
  /**
   * At most 256 bytes without control characters; empty when unknown.
   */
  'displayName'?: (string);
  /**
   * E.164, such as +8613800000000; empty when unknown.
   */
  'phone'?: (string);
  /**
   * An address of at most 254 bytes; empty when unknown.
   */
  'email'?: (string);
  /**
   * Loyalty level, 0 (none) to 9.
   */
  'level'?: (number);
  /**
   * The channel the member registered from, such as "app-ios" or "wechat-mini": at most 64 lower-case
   * letters, digits, '.', '_' and '-'.
   */
  'homeChannel'?: (string);
  /**
   * Every platform account bound to this member, ordered by (platform, account_id).
   */
  'accounts'?: (_member_v1_AccountBinding)[];
  /**
   * Free labels of the owning business lines; at most 32 pairs, 64 bytes a key, 256 a value.
   */
  'attributes'?: ({[key: string]: string});
  'createTime'?: (_google_protobuf_Timestamp | null);
  'updateTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Set when status is MEMBER_STATUS_MERGED: the member that now holds the accounts.
   */
  'mergedInto'?: (string);
}

/**
 * One person's membership. `version` is the only ordering between two copies of a member.
 */
export interface Member__Output {
  /**
   * Decimal digits, at most 19, of a number from 1 to 2^63 - 1; assigned by RegisterMember, never reused.
   */
  'memberId': (string);
  /**
   * Grows with every change. Never repeats or shrinks, whatever store was primary when it was assigned.
   */
  'version': (number);
  'status': (_member_v1_MemberStatus__Output);
  /**
   * At most 256 bytes without control characters; empty when unknown.
   */
  'displayName': (string);
  /**
   * E.164, such as +8613800000000; empty when unknown.
   */
  'phone': (string);
  /**
   * An address of at most 254 bytes; empty when unknown.
   */
  'email': (string);
  /**
   * Loyalty level, 0 (none) to 9.
   */
  'level': (number);
  /**
   * The channel the member registered from, such as "app-ios" or "wechat-mini": at most 64 lower-case
   * letters, digits, '.', '_' and '-'.
   */
  'homeChannel': (string);
  /**
   * Every platform account bound to this member, ordered by (platform, account_id).
   */
  'accounts': (_member_v1_AccountBinding__Output)[];
  /**
   * Free labels of the owning business lines; at most 32 pairs, 64 bytes a key, 256 a value.
   */
  'attributes': ({[key: string]: string});
  'createTime': (_google_protobuf_Timestamp__Output | null);
  'updateTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Set when status is MEMBER_STATUS_MERGED: the member that now holds the accounts.
   */
  'mergedInto': (string);
}
