// Original file: protos/mesh/cache/v1/cache_fence_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { FenceKeysRequest as _mesh_cache_v1_FenceKeysRequest, FenceKeysRequest__Output as _mesh_cache_v1_FenceKeysRequest__Output } from '../../../mesh/cache/v1/FenceKeysRequest.ts';
import type { FenceKeysResponse as _mesh_cache_v1_FenceKeysResponse, FenceKeysResponse__Output as _mesh_cache_v1_FenceKeysResponse__Output } from '../../../mesh/cache/v1/FenceKeysResponse.ts';
import type { LockKeysRequest as _mesh_cache_v1_LockKeysRequest, LockKeysRequest__Output as _mesh_cache_v1_LockKeysRequest__Output } from '../../../mesh/cache/v1/LockKeysRequest.ts';
import type { LockKeysResponse as _mesh_cache_v1_LockKeysResponse, LockKeysResponse__Output as _mesh_cache_v1_LockKeysResponse__Output } from '../../../mesh/cache/v1/LockKeysResponse.ts';
import type { UnlockKeysRequest as _mesh_cache_v1_UnlockKeysRequest, UnlockKeysRequest__Output as _mesh_cache_v1_UnlockKeysRequest__Output } from '../../../mesh/cache/v1/UnlockKeysRequest.ts';
import type { UnlockKeysResponse as _mesh_cache_v1_UnlockKeysResponse, UnlockKeysResponse__Output as _mesh_cache_v1_UnlockKeysResponse__Output } from '../../../mesh/cache/v1/UnlockKeysResponse.ts';

/**
 * Served by member-query to member-write. Every call succeeds only when all attached centers
 * acknowledged; otherwise UNAVAILABLE, reason CACHE_CENTER_UNREACHABLE. All calls are idempotent.
 */
export interface CacheFenceServiceClient extends grpc.Client {
  /**
   * Raises the least version that may be cached under each key and takes the lock away.
   */
  FenceKeys(argument: _mesh_cache_v1_FenceKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_cache_v1_FenceKeysResponse__Output>): grpc.ClientUnaryCall;
  FenceKeys(argument: _mesh_cache_v1_FenceKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_cache_v1_FenceKeysResponse__Output>): grpc.ClientUnaryCall;
  FenceKeys(argument: _mesh_cache_v1_FenceKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_cache_v1_FenceKeysResponse__Output>): grpc.ClientUnaryCall;
  FenceKeys(argument: _mesh_cache_v1_FenceKeysRequest, callback: grpc.requestCallback<_mesh_cache_v1_FenceKeysResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Raises the least version that may be cached under each key and takes the lock away.
   */
  fenceKeys(argument: _mesh_cache_v1_FenceKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_cache_v1_FenceKeysResponse__Output>): grpc.ClientUnaryCall;
  fenceKeys(argument: _mesh_cache_v1_FenceKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_cache_v1_FenceKeysResponse__Output>): grpc.ClientUnaryCall;
  fenceKeys(argument: _mesh_cache_v1_FenceKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_cache_v1_FenceKeysResponse__Output>): grpc.ClientUnaryCall;
  fenceKeys(argument: _mesh_cache_v1_FenceKeysRequest, callback: grpc.requestCallback<_mesh_cache_v1_FenceKeysResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Turns the keys into fences that refuse fills while the lock lives. At most 2,000 keys.
   */
  LockKeys(argument: _mesh_cache_v1_LockKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_cache_v1_LockKeysResponse__Output>): grpc.ClientUnaryCall;
  LockKeys(argument: _mesh_cache_v1_LockKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_cache_v1_LockKeysResponse__Output>): grpc.ClientUnaryCall;
  LockKeys(argument: _mesh_cache_v1_LockKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_cache_v1_LockKeysResponse__Output>): grpc.ClientUnaryCall;
  LockKeys(argument: _mesh_cache_v1_LockKeysRequest, callback: grpc.requestCallback<_mesh_cache_v1_LockKeysResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Turns the keys into fences that refuse fills while the lock lives. At most 2,000 keys.
   */
  lockKeys(argument: _mesh_cache_v1_LockKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_cache_v1_LockKeysResponse__Output>): grpc.ClientUnaryCall;
  lockKeys(argument: _mesh_cache_v1_LockKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_cache_v1_LockKeysResponse__Output>): grpc.ClientUnaryCall;
  lockKeys(argument: _mesh_cache_v1_LockKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_cache_v1_LockKeysResponse__Output>): grpc.ClientUnaryCall;
  lockKeys(argument: _mesh_cache_v1_LockKeysRequest, callback: grpc.requestCallback<_mesh_cache_v1_LockKeysResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Takes the lock away after a write that changed nothing.
   */
  UnlockKeys(argument: _mesh_cache_v1_UnlockKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_cache_v1_UnlockKeysResponse__Output>): grpc.ClientUnaryCall;
  UnlockKeys(argument: _mesh_cache_v1_UnlockKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_cache_v1_UnlockKeysResponse__Output>): grpc.ClientUnaryCall;
  UnlockKeys(argument: _mesh_cache_v1_UnlockKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_cache_v1_UnlockKeysResponse__Output>): grpc.ClientUnaryCall;
  UnlockKeys(argument: _mesh_cache_v1_UnlockKeysRequest, callback: grpc.requestCallback<_mesh_cache_v1_UnlockKeysResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Takes the lock away after a write that changed nothing.
   */
  unlockKeys(argument: _mesh_cache_v1_UnlockKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_cache_v1_UnlockKeysResponse__Output>): grpc.ClientUnaryCall;
  unlockKeys(argument: _mesh_cache_v1_UnlockKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_mesh_cache_v1_UnlockKeysResponse__Output>): grpc.ClientUnaryCall;
  unlockKeys(argument: _mesh_cache_v1_UnlockKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_mesh_cache_v1_UnlockKeysResponse__Output>): grpc.ClientUnaryCall;
  unlockKeys(argument: _mesh_cache_v1_UnlockKeysRequest, callback: grpc.requestCallback<_mesh_cache_v1_UnlockKeysResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Served by member-query to member-write. Every call succeeds only when all attached centers
 * acknowledged; otherwise UNAVAILABLE, reason CACHE_CENTER_UNREACHABLE. All calls are idempotent.
 */
export interface CacheFenceServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Raises the least version that may be cached under each key and takes the lock away.
   */
  FenceKeys: grpc.handleUnaryCall<_mesh_cache_v1_FenceKeysRequest__Output, _mesh_cache_v1_FenceKeysResponse>;
  
  /**
   * Turns the keys into fences that refuse fills while the lock lives. At most 2,000 keys.
   */
  LockKeys: grpc.handleUnaryCall<_mesh_cache_v1_LockKeysRequest__Output, _mesh_cache_v1_LockKeysResponse>;
  
  /**
   * Takes the lock away after a write that changed nothing.
   */
  UnlockKeys: grpc.handleUnaryCall<_mesh_cache_v1_UnlockKeysRequest__Output, _mesh_cache_v1_UnlockKeysResponse>;
  
}

export interface CacheFenceServiceDefinition extends grpc.ServiceDefinition {
  FenceKeys: MethodDefinition<_mesh_cache_v1_FenceKeysRequest, _mesh_cache_v1_FenceKeysResponse, _mesh_cache_v1_FenceKeysRequest__Output, _mesh_cache_v1_FenceKeysResponse__Output>
  LockKeys: MethodDefinition<_mesh_cache_v1_LockKeysRequest, _mesh_cache_v1_LockKeysResponse, _mesh_cache_v1_LockKeysRequest__Output, _mesh_cache_v1_LockKeysResponse__Output>
  UnlockKeys: MethodDefinition<_mesh_cache_v1_UnlockKeysRequest, _mesh_cache_v1_UnlockKeysResponse, _mesh_cache_v1_UnlockKeysRequest__Output, _mesh_cache_v1_UnlockKeysResponse__Output>
}
