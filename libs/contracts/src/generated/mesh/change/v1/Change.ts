// Original file: protos/mesh/change/v1/change.proto

import type { MemberRow as _mesh_change_v1_MemberRow, MemberRow__Output as _mesh_change_v1_MemberRow__Output } from '../../../mesh/change/v1/MemberRow.ts';
import type { AccountRow as _mesh_change_v1_AccountRow, AccountRow__Output as _mesh_change_v1_AccountRow__Output } from '../../../mesh/change/v1/AccountRow.ts';

export interface Change {
  'member'?: (_mesh_change_v1_MemberRow | null);
  'account'?: (_mesh_change_v1_AccountRow | null);
  'row'?: "member"|"account";
}

export interface Change__Output {
  'member'?: (_mesh_change_v1_MemberRow__Output | null);
  'account'?: (_mesh_change_v1_AccountRow__Output | null);
  'row'?: "member"|"account";
}
