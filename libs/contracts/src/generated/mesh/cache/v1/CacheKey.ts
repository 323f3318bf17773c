// Original file: protos/mesh/cache/v1/cache_fence_service.proto

import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from '../../../member/v1/AccountRef.ts';

export interface CacheKey {
  'memberId'?: (string);
  'account'?: (_member_v1_AccountRef | null);
  'key'?: "memberId"|"account";
}

export interface CacheKey__Output {
  'memberId'?: (string);
  'account'?: (_member_v1_AccountRef__Output | null);
  'key'?: "memberId"|"account";
}
