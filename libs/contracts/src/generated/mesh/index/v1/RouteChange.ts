// Original file: protos/mesh/index/v1/index_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { Route as _mesh_index_v1_Route, Route__Output as _mesh_index_v1_Route__Output } from '../../../mesh/index/v1/Route.ts';
import type { Long } from '@grpc/proto-loader';

export interface RouteChange {
  'epoch'?: (number | string | Long);
  'time'?: (_google_protobuf_Timestamp | null);
  /**
   * The sync-worker that decided, or "meshctl".
   */
  'by'?: (string);
  'why'?: (string);
  /**
   * How each cluster looked.
   */
  'saw'?: (string)[];
  'from'?: (_mesh_index_v1_Route | null);
  'to'?: (_mesh_index_v1_Route | null);
}

export interface RouteChange__Output {
  'epoch': (number);
  'time': (_google_protobuf_Timestamp__Output | null);
  /**
   * The sync-worker that decided, or "meshctl".
   */
  'by': (string);
  'why': (string);
  /**
   * How each cluster looked.
   */
  'saw': (string)[];
  'from': (_mesh_index_v1_Route__Output | null);
  'to': (_mesh_index_v1_Route__Output | null);
}
