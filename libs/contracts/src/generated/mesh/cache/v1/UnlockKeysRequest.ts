// Original file: protos/mesh/cache/v1/cache_fence_service.proto

import type { CacheKey as _mesh_cache_v1_CacheKey, CacheKey__Output as _mesh_cache_v1_CacheKey__Output } from '../../../mesh/cache/v1/CacheKey.ts';

export interface UnlockKeysRequest {
  'lockId'?: (Buffer | Uint8Array | string);
  'keys'?: (_mesh_cache_v1_CacheKey)[];
}

export interface UnlockKeysRequest__Output {
  'lockId': (Buffer);
  'keys': (_mesh_cache_v1_CacheKey__Output)[];
}
