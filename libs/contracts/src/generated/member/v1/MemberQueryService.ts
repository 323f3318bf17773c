// Original file: protos/member/v1/member_query_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { BatchGetMembersRequest as _member_v1_BatchGetMembersRequest, BatchGetMembersRequest__Output as _member_v1_BatchGetMembersRequest__Output } from '../../member/v1/BatchGetMembersRequest.ts';
import type { BatchGetMembersResponse as _member_v1_BatchGetMembersResponse, BatchGetMembersResponse__Output as _member_v1_BatchGetMembersResponse__Output } from '../../member/v1/BatchGetMembersResponse.ts';
import type { BatchLookupAccountsRequest as _member_v1_BatchLookupAccountsRequest, BatchLookupAccountsRequest__Output as _member_v1_BatchLookupAccountsRequest__Output } from '../../member/v1/BatchLookupAccountsRequest.ts';
import type { BatchLookupAccountsResponse as _member_v1_BatchLookupAccountsResponse, BatchLookupAccountsResponse__Output as _member_v1_BatchLookupAccountsResponse__Output } from '../../member/v1/BatchLookupAccountsResponse.ts';
import type { CheckOwnershipRequest as _member_v1_CheckOwnershipRequest, CheckOwnershipRequest__Output as _member_v1_CheckOwnershipRequest__Output } from '../../member/v1/CheckOwnershipRequest.ts';
import type { CheckOwnershipResponse as _member_v1_CheckOwnershipResponse, CheckOwnershipResponse__Output as _member_v1_CheckOwnershipResponse__Output } from '../../member/v1/CheckOwnershipResponse.ts';
import type { GetMemberRequest as _member_v1_GetMemberRequest, GetMemberRequest__Output as _member_v1_GetMemberRequest__Output } from '../../member/v1/GetMemberRequest.ts';
import type { GetMemberResponse as _member_v1_GetMemberResponse, GetMemberResponse__Output as _member_v1_GetMemberResponse__Output } from '../../member/v1/GetMemberResponse.ts';
import type { LookupAccountRequest as _member_v1_LookupAccountRequest, LookupAccountRequest__Output as _member_v1_LookupAccountRequest__Output } from '../../member/v1/LookupAccountRequest.ts';
import type { LookupAccountResponse as _member_v1_LookupAccountResponse, LookupAccountResponse__Output as _member_v1_LookupAccountResponse__Output } from '../../member/v1/LookupAccountResponse.ts';
import type { SearchMembersRequest as _member_v1_SearchMembersRequest, SearchMembersRequest__Output as _member_v1_SearchMembersRequest__Output } from '../../member/v1/SearchMembersRequest.ts';
import type { SearchMembersResponse as _member_v1_SearchMembersResponse, SearchMembersResponse__Output as _member_v1_SearchMembersResponse__Output } from '../../member/v1/SearchMembersResponse.ts';

export interface MemberQueryServiceClient extends grpc.Client {
  /**
   * At most 500 ids; the answer keeps the order of the request and leaves out what does not exist.
   */
  BatchGetMembers(argument: _member_v1_BatchGetMembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_BatchGetMembersResponse__Output>): grpc.ClientUnaryCall;
  BatchGetMembers(argument: _member_v1_BatchGetMembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_BatchGetMembersResponse__Output>): grpc.ClientUnaryCall;
  BatchGetMembers(argument: _member_v1_BatchGetMembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_BatchGetMembersResponse__Output>): grpc.ClientUnaryCall;
  BatchGetMembers(argument: _member_v1_BatchGetMembersRequest, callback: grpc.requestCallback<_member_v1_BatchGetMembersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * At most 500 ids; the answer keeps the order of the request and leaves out what does not exist.
   */
  batchGetMembers(argument: _member_v1_BatchGetMembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_BatchGetMembersResponse__Output>): grpc.ClientUnaryCall;
  batchGetMembers(argument: _member_v1_BatchGetMembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_BatchGetMembersResponse__Output>): grpc.ClientUnaryCall;
  batchGetMembers(argument: _member_v1_BatchGetMembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_BatchGetMembersResponse__Output>): grpc.ClientUnaryCall;
  batchGetMembers(argument: _member_v1_BatchGetMembersRequest, callback: grpc.requestCallback<_member_v1_BatchGetMembersResponse__Output>): grpc.ClientUnaryCall;
  
  BatchLookupAccounts(argument: _member_v1_BatchLookupAccountsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_BatchLookupAccountsResponse__Output>): grpc.ClientUnaryCall;
  BatchLookupAccounts(argument: _member_v1_BatchLookupAccountsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_BatchLookupAccountsResponse__Output>): grpc.ClientUnaryCall;
  BatchLookupAccounts(argument: _member_v1_BatchLookupAccountsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_BatchLookupAccountsResponse__Output>): grpc.ClientUnaryCall;
  BatchLookupAccounts(argument: _member_v1_BatchLookupAccountsRequest, callback: grpc.requestCallback<_member_v1_BatchLookupAccountsResponse__Output>): grpc.ClientUnaryCall;
  batchLookupAccounts(argument: _member_v1_BatchLookupAccountsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_BatchLookupAccountsResponse__Output>): grpc.ClientUnaryCall;
  batchLookupAccounts(argument: _member_v1_BatchLookupAccountsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_BatchLookupAccountsResponse__Output>): grpc.ClientUnaryCall;
  batchLookupAccounts(argument: _member_v1_BatchLookupAccountsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_BatchLookupAccountsResponse__Output>): grpc.ClientUnaryCall;
  batchLookupAccounts(argument: _member_v1_BatchLookupAccountsRequest, callback: grpc.requestCallback<_member_v1_BatchLookupAccountsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Whether the account may act for each of the members. Fails closed: anything but a proven
   * binding is NOT_OWNED, and a store that cannot prove it is UNAVAILABLE, never OWNED.
   */
  CheckOwnership(argument: _member_v1_CheckOwnershipRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_CheckOwnershipResponse__Output>): grpc.ClientUnaryCall;
  CheckOwnership(argument: _member_v1_CheckOwnershipRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_CheckOwnershipResponse__Output>): grpc.ClientUnaryCall;
  CheckOwnership(argument: _member_v1_CheckOwnershipRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_CheckOwnershipResponse__Output>): grpc.ClientUnaryCall;
  CheckOwnership(argument: _member_v1_CheckOwnershipRequest, callback: grpc.requestCallback<_member_v1_CheckOwnershipResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Whether the account may act for each of the members. Fails closed: anything but a proven
   * binding is NOT_OWNED, and a store that cannot prove it is UNAVAILABLE, never OWNED.
   */
  checkOwnership(argument: _member_v1_CheckOwnershipRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_CheckOwnershipResponse__Output>): grpc.ClientUnaryCall;
  checkOwnership(argument: _member_v1_CheckOwnershipRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_CheckOwnershipResponse__Output>): grpc.ClientUnaryCall;
  checkOwnership(argument: _member_v1_CheckOwnershipRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_CheckOwnershipResponse__Output>): grpc.ClientUnaryCall;
  checkOwnership(argument: _member_v1_CheckOwnershipRequest, callback: grpc.requestCallback<_member_v1_CheckOwnershipResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * NOT_FOUND when no such member exists. A member that was merged is returned as MERGED, not followed.
   */
  GetMember(argument: _member_v1_GetMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  GetMember(argument: _member_v1_GetMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  GetMember(argument: _member_v1_GetMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  GetMember(argument: _member_v1_GetMemberRequest, callback: grpc.requestCallback<_member_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  /**
   * NOT_FOUND when no such member exists. A member that was merged is returned as MERGED, not followed.
   */
  getMember(argument: _member_v1_GetMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  getMember(argument: _member_v1_GetMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  getMember(argument: _member_v1_GetMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  getMember(argument: _member_v1_GetMemberRequest, callback: grpc.requestCallback<_member_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The member that an account is bound to. NOT_FOUND when unbound; FAILED_PRECONDITION, reason
   * ACCOUNT_QUARANTINED, while governance examines the binding: never somebody else's member.
   */
  LookupAccount(argument: _member_v1_LookupAccountRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_LookupAccountResponse__Output>): grpc.ClientUnaryCall;
  LookupAccount(argument: _member_v1_LookupAccountRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_LookupAccountResponse__Output>): grpc.ClientUnaryCall;
  LookupAccount(argument: _member_v1_LookupAccountRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_LookupAccountResponse__Output>): grpc.ClientUnaryCall;
  LookupAccount(argument: _member_v1_LookupAccountRequest, callback: grpc.requestCallback<_member_v1_LookupAccountResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The member that an account is bound to. NOT_FOUND when unbound; FAILED_PRECONDITION, reason
   * ACCOUNT_QUARANTINED, while governance examines the binding: never somebody else's member.
   */
  lookupAccount(argument: _member_v1_LookupAccountRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_LookupAccountResponse__Output>): grpc.ClientUnaryCall;
  lookupAccount(argument: _member_v1_LookupAccountRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_LookupAccountResponse__Output>): grpc.ClientUnaryCall;
  lookupAccount(argument: _member_v1_LookupAccountRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_LookupAccountResponse__Output>): grpc.ClientUnaryCall;
  lookupAccount(argument: _member_v1_LookupAccountRequest, callback: grpc.requestCallback<_member_v1_LookupAccountResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Members that match every given filter.
   */
  SearchMembers(argument: _member_v1_SearchMembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_SearchMembersResponse__Output>): grpc.ClientUnaryCall;
  SearchMembers(argument: _member_v1_SearchMembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_SearchMembersResponse__Output>): grpc.ClientUnaryCall;
  SearchMembers(argument: _member_v1_SearchMembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_SearchMembersResponse__Output>): grpc.ClientUnaryCall;
  SearchMembers(argument: _member_v1_SearchMembersRequest, callback: grpc.requestCallback<_member_v1_SearchMembersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Members that match every given filter.
   */
  searchMembers(argument: _member_v1_SearchMembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_SearchMembersResponse__Output>): grpc.ClientUnaryCall;
  searchMembers(argument: _member_v1_SearchMembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_SearchMembersResponse__Output>): grpc.ClientUnaryCall;
  searchMembers(argument: _member_v1_SearchMembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_SearchMembersResponse__Output>): grpc.ClientUnaryCall;
  searchMembers(argument: _member_v1_SearchMembersRequest, callback: grpc.requestCallback<_member_v1_SearchMembersResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface MemberQueryServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * At most 500 ids; the answer keeps the order of the request and leaves out what does not exist.
   */
  BatchGetMembers: grpc.handleUnaryCall<_member_v1_BatchGetMembersRequest__Output, _member_v1_BatchGetMembersResponse>;
  
  BatchLookupAccounts: grpc.handleUnaryCall<_member_v1_BatchLookupAccountsRequest__Output, _member_v1_BatchLookupAccountsResponse>;
  
  /**
   * Whether the account may act for each of the members. Fails closed: anything but a proven
   * binding is NOT_OWNED, and a store that cannot prove it is UNAVAILABLE, never OWNED.
   */
  CheckOwnership: grpc.handleUnaryCall<_member_v1_CheckOwnershipRequest__Output, _member_v1_CheckOwnershipResponse>;
  
  /**
   * NOT_FOUND when no such member exists. A member that was merged is returned as MERGED, not followed.
   */
  GetMember: grpc.handleUnaryCall<_member_v1_GetMemberRequest__Output, _member_v1_GetMemberResponse>;
  
  /**
   * The member that an account is bound to. NOT_FOUND when unbound; FAILED_PRECONDITION, reason
   * ACCOUNT_QUARANTINED, while governance examines the binding: never somebody else's member.
   */
  LookupAccount: grpc.handleUnaryCall<_member_v1_LookupAccountRequest__Output, _member_v1_LookupAccountResponse>;
  
  /**
   * Members that match every given filter.
   */
  SearchMembers: grpc.handleUnaryCall<_member_v1_SearchMembersRequest__Output, _member_v1_SearchMembersResponse>;
  
}

export interface MemberQueryServiceDefinition extends grpc.ServiceDefinition {
  BatchGetMembers: MethodDefinition<_member_v1_BatchGetMembersRequest, _member_v1_BatchGetMembersResponse, _member_v1_BatchGetMembersRequest__Output, _member_v1_BatchGetMembersResponse__Output>
  BatchLookupAccounts: MethodDefinition<_member_v1_BatchLookupAccountsRequest, _member_v1_BatchLookupAccountsResponse, _member_v1_BatchLookupAccountsRequest__Output, _member_v1_BatchLookupAccountsResponse__Output>
  CheckOwnership: MethodDefinition<_member_v1_CheckOwnershipRequest, _member_v1_CheckOwnershipResponse, _member_v1_CheckOwnershipRequest__Output, _member_v1_CheckOwnershipResponse__Output>
  GetMember: MethodDefinition<_member_v1_GetMemberRequest, _member_v1_GetMemberResponse, _member_v1_GetMemberRequest__Output, _member_v1_GetMemberResponse__Output>
  LookupAccount: MethodDefinition<_member_v1_LookupAccountRequest, _member_v1_LookupAccountResponse, _member_v1_LookupAccountRequest__Output, _member_v1_LookupAccountResponse__Output>
  SearchMembers: MethodDefinition<_member_v1_SearchMembersRequest, _member_v1_SearchMembersResponse, _member_v1_SearchMembersRequest__Output, _member_v1_SearchMembersResponse__Output>
}
