// Original file: protos/mesh/read/v1/member_read_service.proto

import type { ReadClass as _mesh_read_v1_ReadClass, ReadClass__Output as _mesh_read_v1_ReadClass__Output } from '../../../mesh/read/v1/ReadClass.ts';
import type { Consistency as _member_v1_Consistency, Consistency__Output as _member_v1_Consistency__Output } from '../../../member/v1/Consistency.ts';
import type { ReadItem as _mesh_read_v1_ReadItem, ReadItem__Output as _mesh_read_v1_ReadItem__Output } from '../../../mesh/read/v1/ReadItem.ts';

export interface BatchReadRequest {
  'readClass'?: (_mesh_read_v1_ReadClass);
  'consistency'?: (_member_v1_Consistency);
  'items'?: (_mesh_read_v1_ReadItem)[];
}

export interface BatchReadRequest__Output {
  'readClass': (_mesh_read_v1_ReadClass__Output);
  'consistency': (_member_v1_Consistency__Output);
  'items': (_mesh_read_v1_ReadItem__Output)[];
}
