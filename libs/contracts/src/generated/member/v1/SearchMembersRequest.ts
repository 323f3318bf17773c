// Original file: protos/member/v1/member_query_service.proto

import type { MemberStatus as _member_v1_MemberStatus, MemberStatus__Output as _member_v1_MemberStatus__Output } from '../../member/v1/MemberStatus.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface SearchMembersRequest {
  /**
   * At least one filter is required; all given ones must hold.
   * E.164, as Member.phone.
   */
  'phone'?: (string);
  /**
   * As Member.email: an address of at most 254 bytes.
   */
  'email'?: (string);
  /**
   * One of the known values.
   */
  'status'?: (_member_v1_MemberStatus);
  /**
   * As Member.home_channel: at most 64 lower-case letters, digits, '.', '_' and '-'.
   */
  'homeChannel'?: (string);
  /**
   * As AccountRef.platform: at most 32 lower-case letters, digits and '-'.
   */
  'platform'?: (string);
  /**
   * 0 to 9.
   */
  'levelMin'?: (number);
  /**
   * A time of the years 1 to 9999.
   */
  'createdAfter'?: (_google_protobuf_Timestamp | null);
  /**
   * A time of the years 1 to 9999, later than created_after.
   */
  'createdBefore'?: (_google_protobuf_Timestamp | null);
  /**
   * "create_time", "update_time", "level" or "member_id", with " desc" to reverse. Default "member_id".
   * 
   * Pages are stable in the orders "member_id" and "create_time", since those never change: a member
   * that matches all along is on exactly one page. In the orders "update_time" and "level" a member
   * that changes between two pages moves, and may then be on both of them or on none.
   */
  'orderBy'?: (string);
  /**
   * 1 to 200, default 50.
   */
  'pageSize'?: (number);
  /**
   * Empty for the first page, else the next_page_token of an answer: at most 1,024 bytes.
   */
  'pageToken'?: (string);
}

export interface SearchMembersRequest__Output {
  /**
   * At least one filter is required; all given ones must hold.
   * E.164, as Member.phone.
   */
  'phone': (string);
  /**
   * As Member.email: an address of at most 254 bytes.
   */
  'email': (string);
  /**
   * One of the known values.
   */
  'status': (_member_v1_MemberStatus__Output);
  /**
   * As Member.home_channel: at most 64 lower-case letters, digits, '.', '_' and '-'.
   */
  'homeChannel': (string);
  /**
   * As AccountRef.platform: at most 32 lower-case letters, digits and '-'.
   */
  'platform': (string);
  /**
   * 0 to 9.
   */
  'levelMin': (number);
  /**
   * A time of the years 1 to 9999.
   */
  'createdAfter': (_google_protobuf_Timestamp__Output | null);
  /**
   * A time of the years 1 to 9999, later than created_after.
   */
  'createdBefore': (_google_protobuf_Timestamp__Output | null);
  /**
   * "create_time", "update_time", "level" or "member_id", with " desc" to reverse. Default "member_id".
   * 
   * Pages are stable in the orders "member_id" and "create_time", since those never change: a member
   * that matches all along is on exactly one page. In the orders "update_time" and "level" a member
   * that changes between two pages moves, and may then be on both of them or on none.
   */
  'orderBy': (string);
  /**
   * 1 to 200, default 50.
   */
  'pageSize': (number);
  /**
   * Empty for the first page, else the next_page_token of an answer: at most 1,024 bytes.
   */
  'pageToken': (string);
}
