// Original file: protos/mesh/index/v1/index_service.proto

import type { ClusterExamination as _mesh_index_v1_ClusterExamination, ClusterExamination__Output as _mesh_index_v1_ClusterExamination__Output } from '../../../mesh/index/v1/ClusterExamination.ts';

export interface ExamineIndexResponse {
  'clusters'?: (_mesh_index_v1_ClusterExamination)[];
}

export interface ExamineIndexResponse__Output {
  'clusters': (_mesh_index_v1_ClusterExamination__Output)[];
}
