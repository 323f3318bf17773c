// Original file: protos/mesh/index/v1/index_service.proto

import type { Route as _mesh_index_v1_Route, Route__Output as _mesh_index_v1_Route__Output } from '../../../mesh/index/v1/Route.ts';
import type { RouteChange as _mesh_index_v1_RouteChange, RouteChange__Output as _mesh_index_v1_RouteChange__Output } from '../../../mesh/index/v1/RouteChange.ts';
import type { Long } from '@grpc/proto-loader';

export interface GetRoutesResponse {
  /**
   * Grows with every change.
   */
  'epoch'?: (number | string | Long);
  'route'?: (_mesh_index_v1_Route | null);
  /**
   * Where orders belong while it can be trusted.
   */
  'preferred'?: (string);
  /**
   * The last hundred, newest first.
   */
  'changes'?: (_mesh_index_v1_RouteChange)[];
}

export interface GetRoutesResponse__Output {
  /**
   * Grows with every change.
   */
  'epoch': (number);
  'route': (_mesh_index_v1_Route__Output | null);
  /**
   * Where orders belong while it can be trusted.
   */
  'preferred': (string);
  /**
   * The last hundred, newest first.
   */
  'changes': (_mesh_index_v1_RouteChange__Output)[];
}
