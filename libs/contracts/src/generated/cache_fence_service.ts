import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { AccountBinding as _member_v1_AccountBinding, AccountBinding__Output as _member_v1_AccountBinding__Output } from './member/v1/AccountBinding.ts';
import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from './member/v1/AccountRef.ts';
import type { Member as _member_v1_Member, Member__Output as _member_v1_Member__Output } from './member/v1/Member.ts';
import type { CacheFenceServiceClient as _mesh_cache_v1_CacheFenceServiceClient, CacheFenceServiceDefinition as _mesh_cache_v1_CacheFenceServiceDefinition } from './mesh/cache/v1/CacheFenceService.ts';
import type { CacheKey as _mesh_cache_v1_CacheKey, CacheKey__Output as _mesh_cache_v1_CacheKey__Output } from './mesh/cache/v1/CacheKey.ts';
import type { FenceKeysRequest as _mesh_cache_v1_FenceKeysRequest, FenceKeysRequest__Output as _mesh_cache_v1_FenceKeysRequest__Output } from './mesh/cache/v1/FenceKeysRequest.ts';
import type { FenceKeysResponse as _mesh_cache_v1_FenceKeysResponse, FenceKeysResponse__Output as _mesh_cache_v1_FenceKeysResponse__Output } from './mesh/cache/v1/FenceKeysResponse.ts';
import type { KeyFence as _mesh_cache_v1_KeyFence, KeyFence__Output as _mesh_cache_v1_KeyFence__Output } from './mesh/cache/v1/KeyFence.ts';
import type { LockKeysRequest as _mesh_cache_v1_LockKeysRequest, LockKeysRequest__Output as _mesh_cache_v1_LockKeysRequest__Output } from './mesh/cache/v1/LockKeysRequest.ts';
import type { LockKeysResponse as _mesh_cache_v1_LockKeysResponse, LockKeysResponse__Output as _mesh_cache_v1_LockKeysResponse__Output } from './mesh/cache/v1/LockKeysResponse.ts';
import type { UnlockKeysRequest as _mesh_cache_v1_UnlockKeysRequest, UnlockKeysRequest__Output as _mesh_cache_v1_UnlockKeysRequest__Output } from './mesh/cache/v1/UnlockKeysRequest.ts';
import type { UnlockKeysResponse as _mesh_cache_v1_UnlockKeysResponse, UnlockKeysResponse__Output as _mesh_cache_v1_UnlockKeysResponse__Output } from './mesh/cache/v1/UnlockKeysResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
  member: {
    v1: {
      AccountBinding: MessageTypeDefinition<_member_v1_AccountBinding, _member_v1_AccountBinding__Output>
      AccountRef: MessageTypeDefinition<_member_v1_AccountRef, _member_v1_AccountRef__Output>
      Member: MessageTypeDefinition<_member_v1_Member, _member_v1_Member__Output>
      MemberStatus: EnumTypeDefinition
    }
  }
  mesh: {
    cache: {
      v1: {
        /**
         * Served by member-query to member-write. Every call succeeds only when all attached centers
         * acknowledged; otherwise UNAVAILABLE, reason CACHE_CENTER_UNREACHABLE. All calls are idempotent.
         */
        CacheFenceService: SubtypeConstructor<typeof grpc.Client, _mesh_cache_v1_CacheFenceServiceClient> & { service: _mesh_cache_v1_CacheFenceServiceDefinition }
        CacheKey: MessageTypeDefinition<_mesh_cache_v1_CacheKey, _mesh_cache_v1_CacheKey__Output>
        FenceKeysRequest: MessageTypeDefinition<_mesh_cache_v1_FenceKeysRequest, _mesh_cache_v1_FenceKeysRequest__Output>
        FenceKeysResponse: MessageTypeDefinition<_mesh_cache_v1_FenceKeysResponse, _mesh_cache_v1_FenceKeysResponse__Output>
        KeyFence: MessageTypeDefinition<_mesh_cache_v1_KeyFence, _mesh_cache_v1_KeyFence__Output>
        LockKeysRequest: MessageTypeDefinition<_mesh_cache_v1_LockKeysRequest, _mesh_cache_v1_LockKeysRequest__Output>
        LockKeysResponse: MessageTypeDefinition<_mesh_cache_v1_LockKeysResponse, _mesh_cache_v1_LockKeysResponse__Output>
        UnlockKeysRequest: MessageTypeDefinition<_mesh_cache_v1_UnlockKeysRequest, _mesh_cache_v1_UnlockKeysRequest__Output>
        UnlockKeysResponse: MessageTypeDefinition<_mesh_cache_v1_UnlockKeysResponse, _mesh_cache_v1_UnlockKeysResponse__Output>
      }
    }
  }
}

