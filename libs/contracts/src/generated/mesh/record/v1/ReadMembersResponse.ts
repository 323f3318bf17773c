// Original file: protos/mesh/record/v1/record_service.proto

import type { MemberRow as _mesh_change_v1_MemberRow, MemberRow__Output as _mesh_change_v1_MemberRow__Output } from '../../../mesh/change/v1/MemberRow.ts';

export interface ReadMembersResponse {
  'members'?: (_mesh_change_v1_MemberRow)[];
}

export interface ReadMembersResponse__Output {
  'members': (_mesh_change_v1_MemberRow__Output)[];
}
