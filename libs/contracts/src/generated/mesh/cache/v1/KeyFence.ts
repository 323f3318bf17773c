// Original file: protos/mesh/cache/v1/cache_fence_service.proto

import type { CacheKey as _mesh_cache_v1_CacheKey, CacheKey__Output as _mesh_cache_v1_CacheKey__Output } from '../../../mesh/cache/v1/CacheKey.ts';
import type { Long } from '@grpc/proto-loader';

export interface KeyFence {
  'key'?: (_mesh_cache_v1_CacheKey | null);
  'minVersion'?: (number | string | Long);
  /**
   * The change stream's sequence of the event; 0 when it is not published yet.
   */
  'streamSequence'?: (number | string | Long);
}

export interface KeyFence__Output {
  'key': (_mesh_cache_v1_CacheKey__Output | null);
  'minVersion': (number);
  /**
   * The change stream's sequence of the event; 0 when it is not published yet.
   */
  'streamSequence': (number);
}
