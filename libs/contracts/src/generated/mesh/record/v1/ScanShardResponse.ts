// Original file: protos/mesh/record/v1/record_service.proto

import type { Change as _mesh_change_v1_Change, Change__Output as _mesh_change_v1_Change__Output } from '../../../mesh/change/v1/Change.ts';

export interface ScanShardResponse {
  'rows'?: (_mesh_change_v1_Change)[];
  /**
   * Empty on the last page.
   */
  'nextPageToken'?: (string);
}

export interface ScanShardResponse__Output {
  'rows': (_mesh_change_v1_Change__Output)[];
  /**
   * Empty on the last page.
   */
  'nextPageToken': (string);
}
