// Original file: protos/mesh/record/v1/record_service.proto

import type { GroupStatus as _mesh_record_v1_GroupStatus, GroupStatus__Output as _mesh_record_v1_GroupStatus__Output } from '../../../mesh/record/v1/GroupStatus.ts';

export interface GetRecordStatusResponse {
  'groups'?: (_mesh_record_v1_GroupStatus)[];
}

export interface GetRecordStatusResponse__Output {
  'groups': (_mesh_record_v1_GroupStatus__Output)[];
}
