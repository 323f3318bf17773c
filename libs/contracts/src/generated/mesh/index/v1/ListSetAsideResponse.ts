// Original file: protos/mesh/index/v1/index_service.proto

import type { SetAside as _mesh_index_v1_SetAside, SetAside__Output as _mesh_index_v1_SetAside__Output } from '../../../mesh/index/v1/SetAside.ts';

export interface ListSetAsideResponse {
  'messages'?: (_mesh_index_v1_SetAside)[];
}

export interface ListSetAsideResponse__Output {
  'messages': (_mesh_index_v1_SetAside__Output)[];
}
