// Original file: protos/mesh/record/v1/record_service.proto

import type { ImportRow as _mesh_record_v1_ImportRow, ImportRow__Output as _mesh_record_v1_ImportRow__Output } from '../../../mesh/record/v1/ImportRow.ts';

export interface ImportMembersRequest {
  /**
   * Names the import; with a row's number it is the row's request id.
   */
  'importId'?: (string);
  'rows'?: (_mesh_record_v1_ImportRow)[];
}

export interface ImportMembersRequest__Output {
  /**
   * Names the import; with a row's number it is the row's request id.
   */
  'importId': (string);
  'rows': (_mesh_record_v1_ImportRow__Output)[];
}
