// Original file: protos/mesh/cache/v1/cache_fence_service.proto

import type { KeyFence as _mesh_cache_v1_KeyFence, KeyFence__Output as _mesh_cache_v1_KeyFence__Output } from '../../../mesh/cache/v1/KeyFence.ts';

export interface FenceKeysRequest {
  'lockId'?: (Buffer | Uint8Array | string);
  'fences'?: (_mesh_cache_v1_KeyFence)[];
}

export interface FenceKeysRequest__Output {
  'lockId': (Buffer);
  'fences': (_mesh_cache_v1_KeyFence__Output)[];
}
