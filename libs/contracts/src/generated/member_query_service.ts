import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { AccountBinding as _member_v1_AccountBinding, AccountBinding__Output as _member_v1_AccountBinding__Output } from './member/v1/AccountBinding.ts';
import type { AccountMember as _member_v1_AccountMember, AccountMember__Output as _member_v1_AccountMember__Output } from './member/v1/AccountMember.ts';
import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from './member/v1/AccountRef.ts';
import type { BatchGetMembersRequest as _member_v1_BatchGetMembersRequest, BatchGetMembersRequest__Output as _member_v1_BatchGetMembersRequest__Output } from './member/v1/BatchGetMembersRequest.ts';
import type { BatchGetMembersResponse as _member_v1_BatchGetMembersResponse, BatchGetMembersResponse__Output as _member_v1_BatchGetMembersResponse__Output } from './member/v1/BatchGetMembersResponse.ts';
import type { BatchLookupAccountsRequest as _member_v1_BatchLookupAccountsRequest, BatchLookupAccountsRequest__Output as _member_v1_BatchLookupAccountsRequest__Output } from './member/v1/BatchLookupAccountsRequest.ts';
import type { BatchLookupAccountsResponse as _member_v1_BatchLookupAccountsResponse, BatchLookupAccountsResponse__Output as _member_v1_BatchLookupAccountsResponse__Output } from './member/v1/BatchLookupAccountsResponse.ts';
import type { CheckOwnershipRequest as _member_v1_CheckOwnershipRequest, CheckOwnershipRequest__Output as _member_v1_CheckOwnershipRequest__Output } from './member/v1/CheckOwnershipRequest.ts';
import type { CheckOwnershipResponse as _member_v1_CheckOwnershipResponse, CheckOwnershipResponse__Output as _member_v1_CheckOwnershipResponse__Output } from './member/v1/CheckOwnershipResponse.ts';
import type { GetMemberRequest as _member_v1_GetMemberRequest, GetMemberRequest__Output as _member_v1_GetMemberRequest__Output } from './member/v1/GetMemberRequest.ts';
import type { GetMemberResponse as _member_v1_GetMemberResponse, GetMemberResponse__Output as _member_v1_GetMemberResponse__Output } from './member/v1/GetMemberResponse.ts';
import type { LookupAccountRequest as _member_v1_LookupAccountRequest, LookupAccountRequest__Output as _member_v1_LookupAccountRequest__Output } from './member/v1/LookupAccountRequest.ts';
import type { LookupAccountResponse as _member_v1_LookupAccountResponse, LookupAccountResponse__Output as _member_v1_LookupAccountResponse__Output } from './member/v1/LookupAccountResponse.ts';
import type { Member as _member_v1_Member, Member__Output as _member_v1_Member__Output } from './member/v1/Member.ts';
import type { MemberQueryServiceClient as _member_v1_MemberQueryServiceClient, MemberQueryServiceDefinition as _member_v1_MemberQueryServiceDefinition } from './member/v1/MemberQueryService.ts';
import type { Ownership as _member_v1_Ownership, Ownership__Output as _member_v1_Ownership__Output } from './member/v1/Ownership.ts';
import type { ReadInfo as _member_v1_ReadInfo, ReadInfo__Output as _member_v1_ReadInfo__Output } from './member/v1/ReadInfo.ts';
import type { SearchMembersRequest as _member_v1_SearchMembersRequest, SearchMembersRequest__Output as _member_v1_SearchMembersRequest__Output } from './member/v1/SearchMembersRequest.ts';
import type { SearchMembersResponse as _member_v1_SearchMembersResponse, SearchMembersResponse__Output as _member_v1_SearchMembersResponse__Output } from './member/v1/SearchMembersResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
  member: {
    v1: {
      AccountBinding: MessageTypeDefinition<_member_v1_AccountBinding, _member_v1_AccountBinding__Output>
      AccountMember: MessageTypeDefinition<_member_v1_AccountMember, _member_v1_AccountMember__Output>
      AccountRef: MessageTypeDefinition<_member_v1_AccountRef, _member_v1_AccountRef__Output>
      BatchGetMembersRequest: MessageTypeDefinition<_member_v1_BatchGetMembersRequest, _member_v1_BatchGetMembersRequest__Output>
      BatchGetMembersResponse: MessageTypeDefinition<_member_v1_BatchGetMembersResponse, _member_v1_BatchGetMembersResponse__Output>
      BatchLookupAccountsRequest: MessageTypeDefinition<_member_v1_BatchLookupAccountsRequest, _member_v1_BatchLookupAccountsRequest__Output>
      BatchLookupAccountsResponse: MessageTypeDefinition<_member_v1_BatchLookupAccountsResponse, _member_v1_BatchLookupAccountsResponse__Output>
      CheckOwnershipRequest: MessageTypeDefinition<_member_v1_CheckOwnershipRequest, _member_v1_CheckOwnershipRequest__Output>
      CheckOwnershipResponse: MessageTypeDefinition<_member_v1_CheckOwnershipResponse, _member_v1_CheckOwnershipResponse__Output>
      Consistency: EnumTypeDefinition
      GetMemberRequest: MessageTypeDefinition<_member_v1_GetMemberRequest, _member_v1_GetMemberRequest__Output>
      GetMemberResponse: MessageTypeDefinition<_member_v1_GetMemberResponse, _member_v1_GetMemberResponse__Output>
      LookupAccountRequest: MessageTypeDefinition<_member_v1_LookupAccountRequest, _member_v1_LookupAccountRequest__Output>
      LookupAccountResponse: MessageTypeDefinition<_member_v1_LookupAccountResponse, _member_v1_LookupAccountResponse__Output>
      Member: MessageTypeDefinition<_member_v1_Member, _member_v1_Member__Output>
      MemberQueryService: SubtypeConstructor<typeof grpc.Client, _member_v1_MemberQueryServiceClient> & { service: _member_v1_MemberQueryServiceDefinition }
      MemberStatus: EnumTypeDefinition
      Ownership: MessageTypeDefinition<_member_v1_Ownership, _member_v1_Ownership__Output>
      ReadInfo: MessageTypeDefinition<_member_v1_ReadInfo, _member_v1_ReadInfo__Output>
      SearchMembersRequest: MessageTypeDefinition<_member_v1_SearchMembersRequest, _member_v1_SearchMembersRequest__Output>
      SearchMembersResponse: MessageTypeDefinition<_member_v1_SearchMembersResponse, _member_v1_SearchMembersResponse__Output>
    }
  }
}

