// Original file: protos/mesh/index/v1/index_service.proto

import type { RouteChange as _mesh_index_v1_RouteChange, RouteChange__Output as _mesh_index_v1_RouteChange__Output } from '../../../mesh/index/v1/RouteChange.ts';

export interface MoveOrdersResponse {
  'change'?: (_mesh_index_v1_RouteChange | null);
  /**
   * What the change costs while it lasts, a line each.
   */
  'risks'?: (string)[];
}

export interface MoveOrdersResponse__Output {
  'change': (_mesh_index_v1_RouteChange__Output | null);
  /**
   * What the change costs while it lasts, a line each.
   */
  'risks': (string)[];
}
