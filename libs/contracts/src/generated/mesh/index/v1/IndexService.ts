// Original file: protos/mesh/index/v1/index_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ClearSetAsideRequest as _mesh_index_v1_ClearSetAsideRequest, ClearSetAsideRequest__Output as _mesh_index_v1_ClearSetAsideRequest__Output } from '../../../mesh/index/v1/ClearSetAsideRequest.ts';
import type { ClearSetAsideResponse as _mesh_index_v1_ClearSetAsideResponse, ClearSetAsideResponse__Output as _mesh_index_v1_ClearSetAsideResponse__Output } from '../../../mesh/index/v1/ClearSetAsideResponse.ts';
import type { ExamineIndexRequest as _mesh_index_v1_ExamineIndexRequest, ExamineIndexRequest__Output as _mesh_index_v1_ExamineIndexRequest__Output } from '../../../mesh/index/v1/ExamineIndexRequest.ts';
import type { ExamineIndexResponse as _mesh_index_v1_ExamineIndexResponse, ExamineIndexResponse__Output as _mesh_index_v1_ExamineIndexResponse__Output } from '../../../mesh/index/v1/ExamineIndexResponse.ts';
import type { GetIndexStatusRequest as _mesh_index_v1_GetIndexStatusRequest, GetIndexStatusRequest__Output as _mesh_index_v1_GetIndexStatusRequest__Output } from '../../../mesh/index/v1/GetIndexStatusRequest.ts';
import type { GetIndexStatusResponse as _mesh_index_v1_GetIndexStatusResponse, GetIndexStatusResponse__Output as _mesh_index_v1_GetIndexStatusResponse__Output } from '../../../mesh/index/v1/GetIndexStatusResponse.ts';
import type { GetRoutesRequest as _mesh_index_v1_GetRoutesRequest, GetRoutesRequest__Output as _mesh_index_v1_GetRoutesRequest__Output } from '../../../mesh/index/v1/GetRoutesRequest.ts';
import type { GetRoutesResponse as _mesh_index_v1_GetRoutesResponse, GetRoutesResponse__Output as _mesh_index_v1_GetRoutesResponse__Output } from '../../../mesh/index/v1/GetRoutesResponse.ts';
import type { ListSetAsideRequest as _mesh_index_v1_ListSetAsideRequest, ListSetAsideRequest__Output as _mesh_index_v1_ListSetAsideRequest__Output } from '../../../mesh/index/v1/ListSetAsideRequest.ts';
import type { ListSetAsideResponse as _mesh_index_v1_ListSetAsideResponse, ListSetAsideResponse__Output as _mesh_index_v1_ListSetAsideResponse__Output } from '../../../mesh/index/v1/ListSetAsideResponse.ts';
import type { MoveOrdersRequest as _mesh_index_v1_MoveOrdersRequest, MoveOrdersRequest__Output as _mesh_index_v1_MoveOrdersRequest__Output } from '../../../mesh/index/v1/MoveOrdersRequest.ts';
import type { MoveOrdersResponse as _mesh_index_v1_MoveOrdersResponse, MoveOrdersResponse__Output as _mesh_index_v1_MoveOrdersResponse__Output } from '../../../mesh/index/v1/MoveOrdersResponse.ts';
import type { RebuildIndexRequest as _mesh_index_v1_RebuildIndexRequest, RebuildIndexRequest__Output as _mesh_index_v1_RebuildIndexRequest__Output } from '../../../mesh/index/v1/RebuildIndexRequest.ts';
import type { RebuildIndexResponse as _mesh_index_v1_RebuildIndexResponse, RebuildIndexResponse__Output as _mesh_index_v1_RebuildIndexResponse__Output } from '../../../mesh/index/v1/RebuildIndexResponse.ts';
import type { VerifyIndexRequest as _mesh_index_v1_VerifyIndexRequest, VerifyIndexRequest__Output as _mesh_index_v1_VerifyIndexRequest__Output } from '../../../mesh/index/v1/VerifyIndexRequest.ts';
import type { VerifyIndexResponse as _mesh_index_v1_VerifyIndexResponse, VerifyIndexResponse__Output as _mesh_index_v1_VerifyIndexResponse__Output } from '../../../mesh/index/v1/VerifyIndexResponse.ts';

export interface IndexServiceClient extends grpc.Client {
  /**
   * Forgets a cluster's changes that could not be applied, and makes room for others.
   */
  ClearSetAside(argument: _mesh_index_v1_ClearSetAsideRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_ClearSetAsideResponse__Output>): grpc.ClientUnaryCall;
  ClearSetAside(argument: _mesh_index_v1_ClearSetAsideRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_index_v1_ClearSetAsideResponse__Output>): grpc.ClientUnaryCall;
  ClearSetAside(argument: _mesh_index_v1_ClearSetAsideRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_ClearSetAsideResponse__Output>): grpc.ClientUnaryCall;
  ClearSetAside(argument: _mesh_index_v1_ClearSetAsideRequest, callback: grpc.requestCallback<_mesh_index_v1_ClearSetAsideResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Forgets a cluster's changes that could not be applied, and makes room for others.
   */
  clearSetAside(argument: _mesh_index_v1_ClearSetAsideRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_ClearSetAsideResponse__Output>): grpc.ClientUnaryCall;
  clearSetAside(argument: _mesh_index_v1_ClearSetAsideRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_index_v1_ClearSetAsideResponse__Output>): grpc.ClientUnaryCall;
  clearSetAside(argument: _mesh_index_v1_ClearSetAsideRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_ClearSetAsideResponse__Output>): grpc.ClientUnaryCall;
  clearSetAside(argument: _mesh_index_v1_ClearSetAsideRequest, callback: grpc.requestCallback<_mesh_index_v1_ClearSetAsideResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Holds each cluster against the rules by which it should be run. Changes nothing.
   */
  ExamineIndex(argument: _mesh_index_v1_ExamineIndexRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_ExamineIndexResponse__Output>): grpc.ClientUnaryCall;
  ExamineIndex(argument: _mesh_index_v1_ExamineIndexRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_index_v1_ExamineIndexResponse__Output>): grpc.ClientUnaryCall;
  ExamineIndex(argument: _mesh_index_v1_ExamineIndexRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_ExamineIndexResponse__Output>): grpc.ClientUnaryCall;
  ExamineIndex(argument: _mesh_index_v1_ExamineIndexRequest, callback: grpc.requestCallback<_mesh_index_v1_ExamineIndexResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Holds each cluster against the rules by which it should be run. Changes nothing.
   */
  examineIndex(argument: _mesh_index_v1_ExamineIndexRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_ExamineIndexResponse__Output>): grpc.ClientUnaryCall;
  examineIndex(argument: _mesh_index_v1_ExamineIndexRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_index_v1_ExamineIndexResponse__Output>): grpc.ClientUnaryCall;
  examineIndex(argument: _mesh_index_v1_ExamineIndexRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_ExamineIndexResponse__Output>): grpc.ClientUnaryCall;
  examineIndex(argument: _mesh_index_v1_ExamineIndexRequest, callback: grpc.requestCallback<_mesh_index_v1_ExamineIndexResponse__Output>): grpc.ClientUnaryCall;
  
  GetIndexStatus(argument: _mesh_index_v1_GetIndexStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_GetIndexStatusResponse__Output>): grpc.ClientUnaryCall;
  GetIndexStatus(argument: _mesh_index_v1_GetIndexStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_index_v1_GetIndexStatusResponse__Output>): grpc.ClientUnaryCall;
  GetIndexStatus(argument: _mesh_index_v1_GetIndexStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_GetIndexStatusResponse__Output>): grpc.ClientUnaryCall;
  GetIndexStatus(argument: _mesh_index_v1_GetIndexStatusRequest, callback: grpc.requestCallback<_mesh_index_v1_GetIndexStatusResponse__Output>): grpc.ClientUnaryCall;
  getIndexStatus(argument: _mesh_index_v1_GetIndexStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_GetIndexStatusResponse__Output>): grpc.ClientUnaryCall;
  getIndexStatus(argument: _mesh_index_v1_GetIndexStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_index_v1_GetIndexStatusResponse__Output>): grpc.ClientUnaryCall;
  getIndexStatus(argument: _mesh_index_v1_GetIndexStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_GetIndexStatusResponse__Output>): grpc.ClientUnaryCall;
  getIndexStatus(argument: _mesh_index_v1_GetIndexStatusRequest, callback: grpc.requestCallback<_mesh_index_v1_GetIndexStatusResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Which cluster answers which traffic, and what was changed of that lately.
   */
  GetRoutes(argument: _mesh_index_v1_GetRoutesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_GetRoutesResponse__Output>): grpc.ClientUnaryCall;
  GetRoutes(argument: _mesh_index_v1_GetRoutesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_index_v1_GetRoutesResponse__Output>): grpc.ClientUnaryCall;
  GetRoutes(argument: _mesh_index_v1_GetRoutesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_GetRoutesResponse__Output>): grpc.ClientUnaryCall;
  GetRoutes(argument: _mesh_index_v1_GetRoutesRequest, callback: grpc.requestCallback<_mesh_index_v1_GetRoutesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Which cluster answers which traffic, and what was changed of that lately.
   */
  getRoutes(argument: _mesh_index_v1_GetRoutesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_GetRoutesResponse__Output>): grpc.ClientUnaryCall;
  getRoutes(argument: _mesh_index_v1_GetRoutesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_index_v1_GetRoutesResponse__Output>): grpc.ClientUnaryCall;
  getRoutes(argument: _mesh_index_v1_GetRoutesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_GetRoutesResponse__Output>): grpc.ClientUnaryCall;
  getRoutes(argument: _mesh_index_v1_GetRoutesRequest, callback: grpc.requestCallback<_mesh_index_v1_GetRoutesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Changes that could not be applied, newest first.
   */
  ListSetAside(argument: _mesh_index_v1_ListSetAsideRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_ListSetAsideResponse__Output>): grpc.ClientUnaryCall;
  ListSetAside(argument: _mesh_index_v1_ListSetAsideRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_index_v1_ListSetAsideResponse__Output>): grpc.ClientUnaryCall;
  ListSetAside(argument: _mesh_index_v1_ListSetAsideRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_ListSetAsideResponse__Output>): grpc.ClientUnaryCall;
  ListSetAside(argument: _mesh_index_v1_ListSetAsideRequest, callback: grpc.requestCallback<_mesh_index_v1_ListSetAsideResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Changes that could not be applied, newest first.
   */
  listSetAside(argument: _mesh_index_v1_ListSetAsideRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_ListSetAsideResponse__Output>): grpc.ClientUnaryCall;
  listSetAside(argument: _mesh_index_v1_ListSetAsideRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_index_v1_ListSetAsideResponse__Output>): grpc.ClientUnaryCall;
  listSetAside(argument: _mesh_index_v1_ListSetAsideRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_ListSetAsideResponse__Output>): grpc.ClientUnaryCall;
  listSetAside(argument: _mesh_index_v1_ListSetAsideRequest, callback: grpc.requestCallback<_mesh_index_v1_ListSetAsideResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Moves order traffic to a cluster, where it belongs from then on. FAILED_PRECONDITION when the
   * cluster cannot serve it (reason CLUSTER_NOT_READY), lags and that is not accepted (CLUSTER_LAGS),
   * or has it already (ALREADY_THERE); ABORTED when something else was moved at the same time.
   */
  MoveOrders(argument: _mesh_index_v1_MoveOrdersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_MoveOrdersResponse__Output>): grpc.ClientUnaryCall;
  MoveOrders(argument: _mesh_index_v1_MoveOrdersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_index_v1_MoveOrdersResponse__Output>): grpc.ClientUnaryCall;
  MoveOrders(argument: _mesh_index_v1_MoveOrdersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_MoveOrdersResponse__Output>): grpc.ClientUnaryCall;
  MoveOrders(argument: _mesh_index_v1_MoveOrdersRequest, callback: grpc.requestCallback<_mesh_index_v1_MoveOrdersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Moves order traffic to a cluster, where it belongs from then on. FAILED_PRECONDITION when the
   * cluster cannot serve it (reason CLUSTER_NOT_READY), lags and that is not accepted (CLUSTER_LAGS),
   * or has it already (ALREADY_THERE); ABORTED when something else was moved at the same time.
   */
  moveOrders(argument: _mesh_index_v1_MoveOrdersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_MoveOrdersResponse__Output>): grpc.ClientUnaryCall;
  moveOrders(argument: _mesh_index_v1_MoveOrdersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_index_v1_MoveOrdersResponse__Output>): grpc.ClientUnaryCall;
  moveOrders(argument: _mesh_index_v1_MoveOrdersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_index_v1_MoveOrdersResponse__Output>): grpc.ClientUnaryCall;
  moveOrders(argument: _mesh_index_v1_MoveOrdersRequest, callback: grpc.requestCallback<_mesh_index_v1_MoveOrdersResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Builds a cluster from the record while traffic runs; a rebuild that was under way is resumed.
   * Progress until it is done. The work goes on when the caller leaves.
   */
  RebuildIndex(argument: _mesh_index_v1_RebuildIndexRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_mesh_index_v1_RebuildIndexResponse__Output>;
  RebuildIndex(argument: _mesh_index_v1_RebuildIndexRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_mesh_index_v1_RebuildIndexResponse__Output>;
  /**
   * Builds a cluster from the record while traffic runs; a rebuild that was under way is resumed.
   * Progress until it is done. The work goes on when the caller leaves.
   */
  rebuildIndex(argument: _mesh_index_v1_RebuildIndexRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_mesh_index_v1_RebuildIndexResponse__Output>;
  rebuildIndex(argument: _mesh_index_v1_RebuildIndexRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_mesh_index_v1_RebuildIndexResponse__Output>;
  
  /**
   * Compares record and index, fully or by sample; every difference is sent as it is found.
   */
  VerifyIndex(argument: _mesh_index_v1_VerifyIndexRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_mesh_index_v1_VerifyIndexResponse__Output>;
  VerifyIndex(argument: _mesh_index_v1_VerifyIndexRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_mesh_index_v1_VerifyIndexResponse__Output>;
  /**
   * Compares record and index, fully or by sample; every difference is sent as it is found.
   */
  verifyIndex(argument: _mesh_index_v1_VerifyIndexRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_mesh_index_v1_VerifyIndexResponse__Output>;
  verifyIndex(argument: _mesh_index_v1_VerifyIndexRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_mesh_index_v1_VerifyIndexResponse__Output>;
  
}

export interface IndexServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Forgets a cluster's changes that could not be applied, and makes room for others.
   */
  ClearSetAside: grpc.handleUnaryCall<_mesh_index_v1_ClearSetAsideRequest__Output, _mesh_index_v1_ClearSetAsideResponse>;
  
  /**
   * Holds each cluster against the rules by which it should be run. Changes nothing.
   */
  ExamineIndex: grpc.handleUnaryCall<_mesh_index_v1_ExamineIndexRequest__Output, _mesh_index_v1_ExamineIndexResponse>;
  
  GetIndexStatus: grpc.handleUnaryCall<_mesh_index_v1_GetIndexStatusRequest__Output, _mesh_index_v1_GetIndexStatusResponse>;
  
  /**
   * Which cluster answers which traffic, and what was changed of that lately.
   */
  GetRoutes: grpc.handleUnaryCall<_mesh_index_v1_GetRoutesRequest__Output, _mesh_index_v1_GetRoutesResponse>;
  
  /**
   * Changes that could not be applied, newest first.
   */
  ListSetAside: grpc.handleUnaryCall<_mesh_index_v1_ListSetAsideRequest__Output, _mesh_index_v1_ListSetAsideResponse>;
  
  /**
   * Moves order traffic to a cluster, where it belongs from then on. FAILED_PRECONDITION when the
   * cluster cannot serve it (reason CLUSTER_NOT_READY), lags and that is not accepted (CLUSTER_LAGS),
   * or has it already (ALREADY_THERE); ABORTED when something else was moved at the same time.
   */
  MoveOrders: grpc.handleUnaryCall<_mesh_index_v1_MoveOrdersRequest__Output, _mesh_index_v1_MoveOrdersResponse>;
  
  /**
   * Builds a cluster from the record while traffic runs; a rebuild that was under way is resumed.
   * Progress until it is done. The work goes on when the caller leaves.
   */
  RebuildIndex: grpc.handleServerStreamingCall<_mesh_index_v1_RebuildIndexRequest__Output, _mesh_index_v1_RebuildIndexResponse>;
  
  /**
   * Compares record and index, fully or by sample; every difference is sent as it is found.
   */
  VerifyIndex: grpc.handleServerStreamingCall<_mesh_index_v1_VerifyIndexRequest__Output, _mesh_index_v1_VerifyIndexResponse>;
  
}

export interface IndexServiceDefinition extends grpc.ServiceDefinition {
  ClearSetAside: MethodDefinition<_mesh_index_v1_ClearSetAsideRequest, _mesh_index_v1_ClearSetAsideResponse, _mesh_index_v1_ClearSetAsideRequest__Output, _mesh_index_v1_ClearSetAsideResponse__Output>
  ExamineIndex: MethodDefinition<_mesh_index_v1_ExamineIndexRequest, _mesh_index_v1_ExamineIndexResponse, _mesh_index_v1_ExamineIndexRequest__Output, _mesh_index_v1_ExamineIndexResponse__Output>
  GetIndexStatus: MethodDefinition<_mesh_index_v1_GetIndexStatusRequest, _mesh_index_v1_GetIndexStatusResponse, _mesh_index_v1_GetIndexStatusRequest__Output, _mesh_index_v1_GetIndexStatusResponse__Output>
  GetRoutes: MethodDefinition<_mesh_index_v1_GetRoutesRequest, _mesh_index_v1_GetRoutesResponse, _mesh_index_v1_GetRoutesRequest__Output, _mesh_index_v1_GetRoutesResponse__Output>
  ListSetAside: MethodDefinition<_mesh_index_v1_ListSetAsideRequest, _mesh_index_v1_ListSetAsideResponse, _mesh_index_v1_ListSetAsideRequest__Output, _mesh_index_v1_ListSetAsideResponse__Output>
  MoveOrders: MethodDefinition<_mesh_index_v1_MoveOrdersRequest, _mesh_index_v1_MoveOrdersResponse, _mesh_index_v1_MoveOrdersRequest__Output, _mesh_index_v1_MoveOrdersResponse__Output>
  RebuildIndex: MethodDefinition<_mesh_index_v1_RebuildIndexRequest, _mesh_index_v1_RebuildIndexResponse, _mesh_index_v1_RebuildIndexRequest__Output, _mesh_index_v1_RebuildIndexResponse__Output>
  VerifyIndex: MethodDefinition<_mesh_index_v1_VerifyIndexRequest, _mesh_index_v1_VerifyIndexResponse, _mesh_index_v1_VerifyIndexRequest__Output, _mesh_index_v1_VerifyIndexResponse__Output>
}
