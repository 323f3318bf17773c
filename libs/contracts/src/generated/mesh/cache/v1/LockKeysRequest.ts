// Original file: protos/mesh/cache/v1/cache_fence_service.proto

import type { CacheKey as _mesh_cache_v1_CacheKey, CacheKey__Output as _mesh_cache_v1_CacheKey__Output } from '../../../mesh/cache/v1/CacheKey.ts';

export interface LockKeysRequest {
  /**
   * 8 random bytes that name the write; several writes may hold a lock on one key.
   */
  'lockId'?: (Buffer | Uint8Array | string);
  'keys'?: (_mesh_cache_v1_CacheKey)[];
}

export interface LockKeysRequest__Output {
  /**
   * 8 random bytes that name the write; several writes may hold a lock on one key.
   */
  'lockId': (Buffer);
  'keys': (_mesh_cache_v1_CacheKey__Output)[];
}
