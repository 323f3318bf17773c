// Original file: protos/mesh/record/v1/record_service.proto

import type { ResolvedAccount as _mesh_record_v1_ResolvedAccount, ResolvedAccount__Output as _mesh_record_v1_ResolvedAccount__Output } from '../../../mesh/record/v1/ResolvedAccount.ts';

export interface ReadAccountsResponse {
  'results'?: (_mesh_record_v1_ResolvedAccount)[];
}

export interface ReadAccountsResponse__Output {
  'results': (_mesh_record_v1_ResolvedAccount__Output)[];
}
