// Original file: protos/mesh/read/v1/member_read_service.proto

import type { TierState as _mesh_read_v1_TierState, TierState__Output as _mesh_read_v1_TierState__Output } from '../../../mesh/read/v1/TierState.ts';

export interface DescribeMemberResponse {
  /**
   * One row for the record, each index cluster and each cache center, of the member and of each of
   * the accounts that the record lists.
   */
  'tiers'?: (_mesh_read_v1_TierState)[];
}

export interface DescribeMemberResponse__Output {
  /**
   * One row for the record, each index cluster and each cache center, of the member and of each of
   * the accounts that the record lists.
   */
  'tiers': (_mesh_read_v1_TierState__Output)[];
}
