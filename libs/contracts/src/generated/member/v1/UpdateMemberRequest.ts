// Original file: protos/member/v1/member_write_service.proto

import type { Member as _member_v1_Member, Member__Output as _member_v1_Member__Output } from '../../member/v1/Member.ts';
import type { FieldMask as _google_protobuf_FieldMask, FieldMask__Output as _google_protobuf_FieldMask__Output } from '../../google/protobuf/FieldMask.ts';
import type { Long } from '@grpc/proto-loader';

export interface UpdateMemberRequest {
  /**
   * 1 to 64 bytes.
   */
  'requestId'?: (string);
  /**
   * member_id says whose; of the other fields only the masked ones are looked at.
   */
  'member'?: (_member_v1_Member | null);
  /**
   * 1 to 6 of display_name, phone, email, level, home_channel, attributes; never accounts, status or
   * versions.
   */
  'updateMask'?: (_google_protobuf_FieldMask | null);
  /**
   * 0 for whatever is stored, else the version that must be the current one: at most 2^53 - 1.
   */
  'expectedVersion'?: (number | string | Long);
}

export interface UpdateMemberRequest__Output {
  /**
   * 1 to 64 bytes.
   */
  'requestId': (string);
  /**
   * member_id says whose; of the other fields only the masked ones are looked at.
   */
  'member': (_member_v1_Member__Output | null);
  /**
   * 1 to 6 of display_name, phone, email, level, home_channel, attributes; never accounts, status or
   * versions.
   */
  'updateMask': (_google_protobuf_FieldMask__Output | null);
  /**
   * 0 for whatever is stored, else the version that must be the current one: at most 2^53 - 1.
   */
  'expectedVersion': (number);
}
