// Original file: protos/mesh/record/v1/record_service.proto

import type { ImportOutcome as _mesh_record_v1_ImportOutcome, ImportOutcome__Output as _mesh_record_v1_ImportOutcome__Output } from '../../../mesh/record/v1/ImportOutcome.ts';

export interface ImportMembersResponse {
  /**
   * One for each row, in the request's order.
   */
  'outcomes'?: (_mesh_record_v1_ImportOutcome)[];
}

export interface ImportMembersResponse__Output {
  /**
   * One for each row, in the request's order.
   */
  'outcomes': (_mesh_record_v1_ImportOutcome__Output)[];
}
