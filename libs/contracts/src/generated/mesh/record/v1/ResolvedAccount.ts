// Original file: protos/mesh/record/v1/record_service.proto

import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from '../../../member/v1/AccountRef.ts';
import type { MemberRow as _mesh_change_v1_MemberRow, MemberRow__Output as _mesh_change_v1_MemberRow__Output } from '../../../mesh/change/v1/MemberRow.ts';
import type { Long } from '@grpc/proto-loader';

export interface ResolvedAccount {
  'account'?: (_member_v1_AccountRef | null);
  /**
   * 0 when the account was never bound.
   */
  'version'?: (number | string | Long);
  /**
   * The account's member, listing it; unset when the account resolves to nobody.
   */
  'member'?: (_mesh_change_v1_MemberRow | null);
  'quarantined'?: (boolean);
}

export interface ResolvedAccount__Output {
  'account': (_member_v1_AccountRef__Output | null);
  /**
   * 0 when the account was never bound.
   */
  'version': (number);
  /**
   * The account's member, listing it; unset when the account resolves to nobody.
   */
  'member': (_mesh_change_v1_MemberRow__Output | null);
  'quarantined': (boolean);
}
