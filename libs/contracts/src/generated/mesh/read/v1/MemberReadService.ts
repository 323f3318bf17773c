// Original file: protos/mesh/read/v1/member_read_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { BatchReadRequest as _mesh_read_v1_BatchReadRequest, BatchReadRequest__Output as _mesh_read_v1_BatchReadRequest__Output } from '../../../mesh/read/v1/BatchReadRequest.ts';
import type { BatchReadResponse as _mesh_read_v1_BatchReadResponse, BatchReadResponse__Output as _mesh_read_v1_BatchReadResponse__Output } from '../../../mesh/read/v1/BatchReadResponse.ts';
import type { DescribeMemberRequest as _mesh_read_v1_DescribeMemberRequest, DescribeMemberRequest__Output as _mesh_read_v1_DescribeMemberRequest__Output } from '../../../mesh/read/v1/DescribeMemberRequest.ts';
import type { DescribeMemberResponse as _mesh_read_v1_DescribeMemberResponse, DescribeMemberResponse__Output as _mesh_read_v1_DescribeMemberResponse__Output } from '../../../mesh/read/v1/DescribeMemberResponse.ts';

/**
 * Served by member-query to gateways.
 */
export interface MemberReadServiceClient extends grpc.Client {
  /**
   * At most 1,000 items. Always answers OK: every item carries its own outcome, in the request's order.
   */
  BatchRead(argument: _mesh_read_v1_BatchReadRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_read_v1_BatchReadResponse__Output>): grpc.ClientUnaryCall;
  BatchRead(argument: _mesh_read_v1_BatchReadRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_read_v1_BatchReadResponse__Output>): grpc.ClientUnaryCall;
  BatchRead(argument: _mesh_read_v1_BatchReadRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_read_v1_BatchReadResponse__Output>): grpc.ClientUnaryCall;
  BatchRead(argument: _mesh_read_v1_BatchReadRequest, callback: grpc.requestCallback<_mesh_read_v1_BatchReadResponse__Output>): grpc.ClientUnaryCall;
  /**
   * At most 1,000 items. Always answers OK: every item carries its own outcome, in the request's order.
   */
  batchRead(argument: _mesh_read_v1_BatchReadRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_read_v1_BatchReadResponse__Output>): grpc.ClientUnaryCall;
  batchRead(argument: _mesh_read_v1_BatchReadRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_read_v1_BatchReadResponse__Output>): grpc.ClientUnaryCall;
  batchRead(argument: _mesh_read_v1_BatchReadRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_read_v1_BatchReadResponse__Output>): grpc.ClientUnaryCall;
  batchRead(argument: _mesh_read_v1_BatchReadRequest, callback: grpc.requestCallback<_mesh_read_v1_BatchReadResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Where one member stands in every tier: the record, each index, each cache.
   */
  DescribeMember(argument: _mesh_read_v1_DescribeMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_read_v1_DescribeMemberResponse__Output>): grpc.ClientUnaryCall;
  DescribeMember(argument: _mesh_read_v1_DescribeMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_read_v1_DescribeMemberResponse__Output>): grpc.ClientUnaryCall;
  DescribeMember(argument: _mesh_read_v1_DescribeMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_read_v1_DescribeMemberResponse__Output>): grpc.ClientUnaryCall;
  DescribeMember(argument: _mesh_read_v1_DescribeMemberRequest, callback: grpc.requestCallback<_mesh_read_v1_DescribeMemberResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Where one member stands in every tier: the record, each index, each cache.
   */
  describeMember(argument: _mesh_read_v1_DescribeMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_read_v1_DescribeMemberResponse__Output>): grpc.ClientUnaryCall;
  describeMember(argument: _mesh_read_v1_DescribeMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_read_v1_DescribeMemberResponse__Output>): grpc.ClientUnaryCall;
  describeMember(argument: _mesh_read_v1_DescribeMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_read_v1_DescribeMemberResponse__Output>): grpc.ClientUnaryCall;
  describeMember(argument: _mesh_read_v1_DescribeMemberRequest, callback: grpc.requestCallback<_mesh_read_v1_DescribeMemberResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Served by member-query to gateways.
 */
export interface MemberReadServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * At most 1,000 items. Always answers OK: every item carries its own outcome, in the request's order.
   */
  BatchRead: grpc.handleUnaryCall<_mesh_read_v1_BatchReadRequest__Output, _mesh_read_v1_BatchReadResponse>;
  
  /**
   * Where one member stands in every tier: the record, each index, each cache.
   */
  DescribeMember: grpc.handleUnaryCall<_mesh_read_v1_DescribeMemberRequest__Output, _mesh_read_v1_DescribeMemberResponse>;
  
}

export interface MemberReadServiceDefinition extends grpc.ServiceDefinition {
  BatchRead: MethodDefinition<_mesh_read_v1_BatchReadRequest, _mesh_read_v1_BatchReadResponse, _mesh_read_v1_BatchReadRequest__Output, _mesh_read_v1_BatchReadResponse__Output>
  DescribeMember: MethodDefinition<_mesh_read_v1_DescribeMemberRequest, _mesh_read_v1_DescribeMemberResponse, _mesh_read_v1_DescribeMemberRequest__Output, _mesh_read_v1_DescribeMemberResponse__Output>
}
