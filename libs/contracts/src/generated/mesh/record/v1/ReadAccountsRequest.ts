// Original file: protos/mesh/record/v1/record_service.proto

import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from '../../../member/v1/AccountRef.ts';

export interface ReadAccountsRequest {
  'accounts'?: (_member_v1_AccountRef)[];
}

export interface ReadAccountsRequest__Output {
  'accounts': (_member_v1_AccountRef__Output)[];
}
