// Original file: protos/member/v1/member_query_service.proto

import type { Ownership as _member_v1_Ownership, Ownership__Output as _member_v1_Ownership__Output } from '../../member/v1/Ownership.ts';

export interface CheckOwnershipResponse {
  'results'?: (_member_v1_Ownership)[];
}

export interface CheckOwnershipResponse__Output {
  'results': (_member_v1_Ownership__Output)[];
}
