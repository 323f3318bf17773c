// Original file: protos/mesh/index/v1/index_service.proto

import type { Finding as _mesh_index_v1_Finding, Finding__Output as _mesh_index_v1_Finding__Output } from '../../../mesh/index/v1/Finding.ts';

export interface ClusterExamination {
  'cluster'?: (string);
  /**
   * One for each rule, in the rules' order; only "reachable" where the cluster does not answer.
   */
  'findings'?: (_mesh_index_v1_Finding)[];
}

export interface ClusterExamination__Output {
  'cluster': (string);
  /**
   * One for each rule, in the rules' order; only "reachable" where the cluster does not answer.
   */
  'findings': (_mesh_index_v1_Finding__Output)[];
}
