// Original file: protos/mesh/record/v1/record_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AwaitPublishedRequest as _mesh_record_v1_AwaitPublishedRequest, AwaitPublishedRequest__Output as _mesh_record_v1_AwaitPublishedRequest__Output } from '../../../mesh/record/v1/AwaitPublishedRequest.ts';
import type { AwaitPublishedResponse as _mesh_record_v1_AwaitPublishedResponse, AwaitPublishedResponse__Output as _mesh_record_v1_AwaitPublishedResponse__Output } from '../../../mesh/record/v1/AwaitPublishedResponse.ts';
import type { CheckEmptyRequest as _mesh_record_v1_CheckEmptyRequest, CheckEmptyRequest__Output as _mesh_record_v1_CheckEmptyRequest__Output } from '../../../mesh/record/v1/CheckEmptyRequest.ts';
import type { CheckEmptyResponse as _mesh_record_v1_CheckEmptyResponse, CheckEmptyResponse__Output as _mesh_record_v1_CheckEmptyResponse__Output } from '../../../mesh/record/v1/CheckEmptyResponse.ts';
import type { GetRecordStatusRequest as _mesh_record_v1_GetRecordStatusRequest, GetRecordStatusRequest__Output as _mesh_record_v1_GetRecordStatusRequest__Output } from '../../../mesh/record/v1/GetRecordStatusRequest.ts';
import type { GetRecordStatusResponse as _mesh_record_v1_GetRecordStatusResponse, GetRecordStatusResponse__Output as _mesh_record_v1_GetRecordStatusResponse__Output } from '../../../mesh/record/v1/GetRecordStatusResponse.ts';
import type { ImportMembersRequest as _mesh_record_v1_ImportMembersRequest, ImportMembersRequest__Output as _mesh_record_v1_ImportMembersRequest__Output } from '../../../mesh/record/v1/ImportMembersRequest.ts';
import type { ImportMembersResponse as _mesh_record_v1_ImportMembersResponse, ImportMembersResponse__Output as _mesh_record_v1_ImportMembersResponse__Output } from '../../../mesh/record/v1/ImportMembersResponse.ts';
import type { ReadAccountsRequest as _mesh_record_v1_ReadAccountsRequest, ReadAccountsRequest__Output as _mesh_record_v1_ReadAccountsRequest__Output } from '../../../mesh/record/v1/ReadAccountsRequest.ts';
import type { ReadAccountsResponse as _mesh_record_v1_ReadAccountsResponse, ReadAccountsResponse__Output as _mesh_record_v1_ReadAccountsResponse__Output } from '../../../mesh/record/v1/ReadAccountsResponse.ts';
import type { ReadMembersRequest as _mesh_record_v1_ReadMembersRequest, ReadMembersRequest__Output as _mesh_record_v1_ReadMembersRequest__Output } from '../../../mesh/record/v1/ReadMembersRequest.ts';
import type { ReadMembersResponse as _mesh_record_v1_ReadMembersResponse, ReadMembersResponse__Output as _mesh_record_v1_ReadMembersResponse__Output } from '../../../mesh/record/v1/ReadMembersResponse.ts';
import type { ScanShardRequest as _mesh_record_v1_ScanShardRequest, ScanShardRequest__Output as _mesh_record_v1_ScanShardRequest__Output } from '../../../mesh/record/v1/ScanShardRequest.ts';
import type { ScanShardResponse as _mesh_record_v1_ScanShardResponse, ScanShardResponse__Output as _mesh_record_v1_ScanShardResponse__Output } from '../../../mesh/record/v1/ScanShardResponse.ts';

/**
 * Served by member-write from the primaries: what it answers is committed and current.
 */
export interface RecordServiceClient extends grpc.Client {
  /**
   * Answers once every change committed before the call is in the change stream. UNAVAILABLE CHANGES_UNPUBLISHED names in
   * `groups` the shard groups of which that cannot be told; the changes of the others are published then.
   */
  AwaitPublished(argument: _mesh_record_v1_AwaitPublishedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_AwaitPublishedResponse__Output>): grpc.ClientUnaryCall;
  AwaitPublished(argument: _mesh_record_v1_AwaitPublishedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_record_v1_AwaitPublishedResponse__Output>): grpc.ClientUnaryCall;
  AwaitPublished(argument: _mesh_record_v1_AwaitPublishedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_AwaitPublishedResponse__Output>): grpc.ClientUnaryCall;
  AwaitPublished(argument: _mesh_record_v1_AwaitPublishedRequest, callback: grpc.requestCallback<_mesh_record_v1_AwaitPublishedResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Answers once every change committed before the call is in the change stream. UNAVAILABLE CHANGES_UNPUBLISHED names in
   * `groups` the shard groups of which that cannot be told; the changes of the others are published then.
   */
  awaitPublished(argument: _mesh_record_v1_AwaitPublishedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_AwaitPublishedResponse__Output>): grpc.ClientUnaryCall;
  awaitPublished(argument: _mesh_record_v1_AwaitPublishedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_record_v1_AwaitPublishedResponse__Output>): grpc.ClientUnaryCall;
  awaitPublished(argument: _mesh_record_v1_AwaitPublishedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_AwaitPublishedResponse__Output>): grpc.ClientUnaryCall;
  awaitPublished(argument: _mesh_record_v1_AwaitPublishedRequest, callback: grpc.requestCallback<_mesh_record_v1_AwaitPublishedResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Whether the record never had a member or an account. False as soon as any group holds a row; rows are never taken away.
   */
  CheckEmpty(argument: _mesh_record_v1_CheckEmptyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_CheckEmptyResponse__Output>): grpc.ClientUnaryCall;
  CheckEmpty(argument: _mesh_record_v1_CheckEmptyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_record_v1_CheckEmptyResponse__Output>): grpc.ClientUnaryCall;
  CheckEmpty(argument: _mesh_record_v1_CheckEmptyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_CheckEmptyResponse__Output>): grpc.ClientUnaryCall;
  CheckEmpty(argument: _mesh_record_v1_CheckEmptyRequest, callback: grpc.requestCallback<_mesh_record_v1_CheckEmptyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Whether the record never had a member or an account. False as soon as any group holds a row; rows are never taken away.
   */
  checkEmpty(argument: _mesh_record_v1_CheckEmptyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_CheckEmptyResponse__Output>): grpc.ClientUnaryCall;
  checkEmpty(argument: _mesh_record_v1_CheckEmptyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_record_v1_CheckEmptyResponse__Output>): grpc.ClientUnaryCall;
  checkEmpty(argument: _mesh_record_v1_CheckEmptyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_CheckEmptyResponse__Output>): grpc.ClientUnaryCall;
  checkEmpty(argument: _mesh_record_v1_CheckEmptyRequest, callback: grpc.requestCallback<_mesh_record_v1_CheckEmptyResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The groups, their primaries, and what waits in their outboxes.
   */
  GetRecordStatus(argument: _mesh_record_v1_GetRecordStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_GetRecordStatusResponse__Output>): grpc.ClientUnaryCall;
  GetRecordStatus(argument: _mesh_record_v1_GetRecordStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_record_v1_GetRecordStatusResponse__Output>): grpc.ClientUnaryCall;
  GetRecordStatus(argument: _mesh_record_v1_GetRecordStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_GetRecordStatusResponse__Output>): grpc.ClientUnaryCall;
  GetRecordStatus(argument: _mesh_record_v1_GetRecordStatusRequest, callback: grpc.requestCallback<_mesh_record_v1_GetRecordStatusResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The groups, their primaries, and what waits in their outboxes.
   */
  getRecordStatus(argument: _mesh_record_v1_GetRecordStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_GetRecordStatusResponse__Output>): grpc.ClientUnaryCall;
  getRecordStatus(argument: _mesh_record_v1_GetRecordStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_record_v1_GetRecordStatusResponse__Output>): grpc.ClientUnaryCall;
  getRecordStatus(argument: _mesh_record_v1_GetRecordStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_GetRecordStatusResponse__Output>): grpc.ClientUnaryCall;
  getRecordStatus(argument: _mesh_record_v1_GetRecordStatusRequest, callback: grpc.requestCallback<_mesh_record_v1_GetRecordStatusResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Writes many new members at once, each by the rules of RegisterMember. At most 500 rows.
   */
  ImportMembers(argument: _mesh_record_v1_ImportMembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ImportMembersResponse__Output>): grpc.ClientUnaryCall;
  ImportMembers(argument: _mesh_record_v1_ImportMembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_record_v1_ImportMembersResponse__Output>): grpc.ClientUnaryCall;
  ImportMembers(argument: _mesh_record_v1_ImportMembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ImportMembersResponse__Output>): grpc.ClientUnaryCall;
  ImportMembers(argument: _mesh_record_v1_ImportMembersRequest, callback: grpc.requestCallback<_mesh_record_v1_ImportMembersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Writes many new members at once, each by the rules of RegisterMember. At most 500 rows.
   */
  importMembers(argument: _mesh_record_v1_ImportMembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ImportMembersResponse__Output>): grpc.ClientUnaryCall;
  importMembers(argument: _mesh_record_v1_ImportMembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_record_v1_ImportMembersResponse__Output>): grpc.ClientUnaryCall;
  importMembers(argument: _mesh_record_v1_ImportMembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ImportMembersResponse__Output>): grpc.ClientUnaryCall;
  importMembers(argument: _mesh_record_v1_ImportMembersRequest, callback: grpc.requestCallback<_mesh_record_v1_ImportMembersResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * At most 1,000 accounts. One row for each account, in the request's order. An account row whose member does not list the
   * account resolves to nobody, decided by a locking read of that member.
   */
  ReadAccounts(argument: _mesh_record_v1_ReadAccountsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ReadAccountsResponse__Output>): grpc.ClientUnaryCall;
  ReadAccounts(argument: _mesh_record_v1_ReadAccountsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_record_v1_ReadAccountsResponse__Output>): grpc.ClientUnaryCall;
  ReadAccounts(argument: _mesh_record_v1_ReadAccountsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ReadAccountsResponse__Output>): grpc.ClientUnaryCall;
  ReadAccounts(argument: _mesh_record_v1_ReadAccountsRequest, callback: grpc.requestCallback<_mesh_record_v1_ReadAccountsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * At most 1,000 accounts. One row for each account, in the request's order. An account row whose member does not list the
   * account resolves to nobody, decided by a locking read of that member.
   */
  readAccounts(argument: _mesh_record_v1_ReadAccountsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ReadAccountsResponse__Output>): grpc.ClientUnaryCall;
  readAccounts(argument: _mesh_record_v1_ReadAccountsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_record_v1_ReadAccountsResponse__Output>): grpc.ClientUnaryCall;
  readAccounts(argument: _mesh_record_v1_ReadAccountsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ReadAccountsResponse__Output>): grpc.ClientUnaryCall;
  readAccounts(argument: _mesh_record_v1_ReadAccountsRequest, callback: grpc.requestCallback<_mesh_record_v1_ReadAccountsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * At most 1,000 ids. One row for each that exists, in any order.
   */
  ReadMembers(argument: _mesh_record_v1_ReadMembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ReadMembersResponse__Output>): grpc.ClientUnaryCall;
  ReadMembers(argument: _mesh_record_v1_ReadMembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_record_v1_ReadMembersResponse__Output>): grpc.ClientUnaryCall;
  ReadMembers(argument: _mesh_record_v1_ReadMembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ReadMembersResponse__Output>): grpc.ClientUnaryCall;
  ReadMembers(argument: _mesh_record_v1_ReadMembersRequest, callback: grpc.requestCallback<_mesh_record_v1_ReadMembersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * At most 1,000 ids. One row for each that exists, in any order.
   */
  readMembers(argument: _mesh_record_v1_ReadMembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ReadMembersResponse__Output>): grpc.ClientUnaryCall;
  readMembers(argument: _mesh_record_v1_ReadMembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_record_v1_ReadMembersResponse__Output>): grpc.ClientUnaryCall;
  readMembers(argument: _mesh_record_v1_ReadMembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ReadMembersResponse__Output>): grpc.ClientUnaryCall;
  readMembers(argument: _mesh_record_v1_ReadMembersRequest, callback: grpc.requestCallback<_mesh_record_v1_ReadMembersResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * One page of one shard's rows, for building and comparing indices.
   */
  ScanShard(argument: _mesh_record_v1_ScanShardRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ScanShardResponse__Output>): grpc.ClientUnaryCall;
  ScanShard(argument: _mesh_record_v1_ScanShardRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_record_v1_ScanShardResponse__Output>): grpc.ClientUnaryCall;
  ScanShard(argument: _mesh_record_v1_ScanShardRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ScanShardResponse__Output>): grpc.ClientUnaryCall;
  ScanShard(argument: _mesh_record_v1_ScanShardRequest, callback: grpc.requestCallback<_mesh_record_v1_ScanShardResponse__Output>): grpc.ClientUnaryCall;
  /**
   * One page of one shard's rows, for building and comparing indices.
   */
  scanShard(argument: _mesh_record_v1_ScanShardRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ScanShardResponse__Output>): grpc.ClientUnaryCall;
  scanShard(argument: _mesh_record_v1_ScanShardRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_record_v1_ScanShardResponse__Output>): grpc.ClientUnaryCall;
  scanShard(argument: _mesh_record_v1_ScanShardRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_record_v1_ScanShardResponse__Output>): grpc.ClientUnaryCall;
  scanShard(argument: _mesh_record_v1_ScanShardRequest, callback: grpc.requestCallback<_mesh_record_v1_ScanShardResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Served by member-write from the primaries: what it answers is committed and current.
 */
export interface RecordServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Answers once every change committed before the call is in the change stream. UNAVAILABLE CHANGES_UNPUBLISHED names in
   * `groups` the shard groups of which that cannot be told; the changes of the others are published then.
   */
  AwaitPublished: grpc.handleUnaryCall<_mesh_record_v1_AwaitPublishedRequest__Output, _mesh_record_v1_AwaitPublishedResponse>;
  
  /**
   * Whether the record never had a member or an account. False as soon as any group holds a row; rows are never taken away.
   */
  CheckEmpty: grpc.handleUnaryCall<_mesh_record_v1_CheckEmptyRequest__Output, _mesh_record_v1_CheckEmptyResponse>;
  
  /**
   * The groups, their primaries, and what waits in their outboxes.
   */
  GetRecordStatus: grpc.handleUnaryCall<_mesh_record_v1_GetRecordStatusRequest__Output, _mesh_record_v1_GetRecordStatusResponse>;
  
  /**
   * Writes many new members at once, each by the rules of RegisterMember. At most 500 rows.
   */
  ImportMembers: grpc.handleUnaryCall<_mesh_record_v1_ImportMembersRequest__Output, _mesh_record_v1_ImportMembersResponse>;
  
  /**
   * At most 1,000 accounts. One row for each account, in the request's order. An account row whose member does not list the
   * account resolves to nobody, decided by a locking read of that member.
   */
  ReadAccounts: grpc.handleUnaryCall<_mesh_record_v1_ReadAccountsRequest__Output, _mesh_record_v1_ReadAccountsResponse>;
  
  /**
   * At most 1,000 ids. One row for each that exists, in any order.
   */
  ReadMembers: grpc.handleUnaryCall<_mesh_record_v1_ReadMembersRequest__Output, _mesh_record_v1_ReadMembersResponse>;
  
  /**
   * One page of one shard's rows, for building and comparing indices.
   */
  ScanShard: grpc.handleUnaryCall<_mesh_record_v1_ScanShardRequest__Output, _mesh_record_v1_ScanShardResponse>;
  
}

export interface RecordServiceDefinition extends grpc.ServiceDefinition {
  AwaitPublished: MethodDefinition<_mesh_record_v1_AwaitPublishedRequest, _mesh_record_v1_AwaitPublishedResponse, _mesh_record_v1_AwaitPublishedRequest__Output, _mesh_record_v1_AwaitPublishedResponse__Output>
  CheckEmpty: MethodDefinition<_mesh_record_v1_CheckEmptyRequest, _mesh_record_v1_CheckEmptyResponse, _mesh_record_v1_CheckEmptyRequest__Output, _mesh_record_v1_CheckEmptyResponse__Output>
  GetRecordStatus: MethodDefinition<_mesh_record_v1_GetRecordStatusRequest, _mesh_record_v1_GetRecordStatusResponse, _mesh_record_v1_GetRecordStatusRequest__Output, _mesh_record_v1_GetRecordStatusResponse__Output>
  ImportMembers: MethodDefinition<_mesh_record_v1_ImportMembersRequest, _mesh_record_v1_ImportMembersResponse, _mesh_record_v1_ImportMembersRequest__Output, _mesh_record_v1_ImportMembersResponse__Output>
  ReadAccounts: MethodDefinition<_mesh_record_v1_ReadAccountsRequest, _mesh_record_v1_ReadAccountsResponse, _mesh_record_v1_ReadAccountsRequest__Output, _mesh_record_v1_ReadAccountsResponse__Output>
  ReadMembers: MethodDefinition<_mesh_record_v1_ReadMembersRequest, _mesh_record_v1_ReadMembersResponse, _mesh_record_v1_ReadMembersRequest__Output, _mesh_record_v1_ReadMembersResponse__Output>
  ScanShard: MethodDefinition<_mesh_record_v1_ScanShardRequest, _mesh_record_v1_ScanShardResponse, _mesh_record_v1_ScanShardRequest__Output, _mesh_record_v1_ScanShardResponse__Output>
}
