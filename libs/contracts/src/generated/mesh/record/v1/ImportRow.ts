// Original file: protos/mesh/record/v1/record_service.proto

import type { Member as _member_v1_Member, Member__Output as _member_v1_Member__Output } from '../../../member/v1/Member.ts';
import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from '../../../member/v1/AccountRef.ts';
import type { Long } from '@grpc/proto-loader';

export interface ImportRow {
  'number'?: (number | string | Long);
  /**
   * display_name, phone, email, level, home_channel and attributes are taken.
   */
  'profile'?: (_member_v1_Member | null);
  /**
   * 1 to 32; the first is the one that registers.
   */
  'accounts'?: (_member_v1_AccountRef)[];
}

export interface ImportRow__Output {
  'number': (number);
  /**
   * display_name, phone, email, level, home_channel and attributes are taken.
   */
  'profile': (_member_v1_Member__Output | null);
  /**
   * 1 to 32; the first is the one that registers.
   */
  'accounts': (_member_v1_AccountRef__Output)[];
}
