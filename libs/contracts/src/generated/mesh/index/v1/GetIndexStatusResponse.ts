// Original file: protos/mesh/index/v1/index_service.proto

import type { ClusterStatus as _mesh_index_v1_ClusterStatus, ClusterStatus__Output as _mesh_index_v1_ClusterStatus__Output } from '../../../mesh/index/v1/ClusterStatus.ts';

export interface GetIndexStatusResponse {
  'clusters'?: (_mesh_index_v1_ClusterStatus)[];
}

export interface GetIndexStatusResponse__Output {
  'clusters': (_mesh_index_v1_ClusterStatus__Output)[];
}
