// The generated message types that code names, in one place: a message as it is written and, with
// `__Output`, as it is read.

export type {
  AccountBinding,
  AccountBinding__Output,
} from './generated/member/v1/AccountBinding.ts';
export type { AccountMember, AccountMember__Output } from './generated/member/v1/AccountMember.ts';
export type { AccountRef, AccountRef__Output } from './generated/member/v1/AccountRef.ts';
export type {
  BatchGetMembersRequest,
  BatchGetMembersRequest__Output,
} from './generated/member/v1/BatchGetMembersRequest.ts';
export type {
  BatchGetMembersResponse,
  BatchGetMembersResponse__Output,
} from './generated/member/v1/BatchGetMembersResponse.ts';
export type {
  BatchLookupAccountsRequest,
  BatchLookupAccountsRequest__Output,
} from './generated/member/v1/BatchLookupAccountsRequest.ts';
export type {
  BatchLookupAccountsResponse,
  BatchLookupAccountsResponse__Output,
} from './generated/member/v1/BatchLookupAccountsResponse.ts';
export type {
  BindAccountRequest,
  BindAccountRequest__Output,
} from './generated/member/v1/BindAccountRequest.ts';
export type {
  BindAccountResponse,
  BindAccountResponse__Output,
} from './generated/member/v1/BindAccountResponse.ts';
export type {
  CheckOwnershipRequest,
  CheckOwnershipRequest__Output,
} from './generated/member/v1/CheckOwnershipRequest.ts';
export type {
  CheckOwnershipResponse,
  CheckOwnershipResponse__Output,
} from './generated/member/v1/CheckOwnershipResponse.ts';
export type {
  CloseMemberRequest,
  CloseMemberRequest__Output,
} from './generated/member/v1/CloseMemberRequest.ts';
export type {
  CloseMemberResponse,
  CloseMemberResponse__Output,
} from './generated/member/v1/CloseMemberResponse.ts';
export type {
  GetMemberRequest,
  GetMemberRequest__Output,
} from './generated/member/v1/GetMemberRequest.ts';
export type {
  GetMemberResponse,
  GetMemberResponse__Output,
} from './generated/member/v1/GetMemberResponse.ts';
export type {
  LookupAccountRequest,
  LookupAccountRequest__Output,
} from './generated/member/v1/LookupAccountRequest.ts';
export type {
  LookupAccountResponse,
  LookupAccountResponse__Output,
} from './generated/member/v1/LookupAccountResponse.ts';
export type { Member, Member__Output } from './generated/member/v1/Member.ts';
export type { Ownership, Ownership__Output } from './generated/member/v1/Ownership.ts';
export type { ReadInfo, ReadInfo__Output } from './generated/member/v1/ReadInfo.ts';
export type {
  RegisterMemberRequest,
  RegisterMemberRequest__Output,
} from './generated/member/v1/RegisterMemberRequest.ts';
export type {
  RegisterMemberResponse,
  RegisterMemberResponse__Output,
} from './generated/member/v1/RegisterMemberResponse.ts';
export type {
  SearchMembersRequest,
  SearchMembersRequest__Output,
} from './generated/member/v1/SearchMembersRequest.ts';
export type {
  SearchMembersResponse,
  SearchMembersResponse__Output,
} from './generated/member/v1/SearchMembersResponse.ts';
export type {
  UnbindAccountRequest,
  UnbindAccountRequest__Output,
} from './generated/member/v1/UnbindAccountRequest.ts';
export type {
  UnbindAccountResponse,
  UnbindAccountResponse__Output,
} from './generated/member/v1/UnbindAccountResponse.ts';
export type {
  UpdateMemberRequest,
  UpdateMemberRequest__Output,
} from './generated/member/v1/UpdateMemberRequest.ts';
export type {
  UpdateMemberResponse,
  UpdateMemberResponse__Output,
} from './generated/member/v1/UpdateMemberResponse.ts';
export type { AccountRow, AccountRow__Output } from './generated/mesh/change/v1/AccountRow.ts';
export type { Change, Change__Output } from './generated/mesh/change/v1/Change.ts';
export type { ChangeSet, ChangeSet__Output } from './generated/mesh/change/v1/ChangeSet.ts';
export type { MemberRow, MemberRow__Output } from './generated/mesh/change/v1/MemberRow.ts';
export type {
  BatchReadRequest,
  BatchReadRequest__Output,
} from './generated/mesh/read/v1/BatchReadRequest.ts';
export type {
  BatchReadResponse,
  BatchReadResponse__Output,
} from './generated/mesh/read/v1/BatchReadResponse.ts';
export type {
  DescribeMemberResponse,
  DescribeMemberResponse__Output,
} from './generated/mesh/read/v1/DescribeMemberResponse.ts';
export type { ReadItem, ReadItem__Output } from './generated/mesh/read/v1/ReadItem.ts';
export type { ReadResult, ReadResult__Output } from './generated/mesh/read/v1/ReadResult.ts';
export type { TierState, TierState__Output } from './generated/mesh/read/v1/TierState.ts';
export type {
  GetRecordStatusResponse,
  GetRecordStatusResponse__Output,
} from './generated/mesh/record/v1/GetRecordStatusResponse.ts';
export type { GroupStatus, GroupStatus__Output } from './generated/mesh/record/v1/GroupStatus.ts';
export type {
  ImportMembersRequest,
  ImportMembersRequest__Output,
} from './generated/mesh/record/v1/ImportMembersRequest.ts';
export type {
  ImportMembersResponse,
  ImportMembersResponse__Output,
} from './generated/mesh/record/v1/ImportMembersResponse.ts';
export type {
  ImportOutcome,
  ImportOutcome__Output,
} from './generated/mesh/record/v1/ImportOutcome.ts';
export type { ImportRow, ImportRow__Output } from './generated/mesh/record/v1/ImportRow.ts';
export type {
  ReadAccountsResponse,
  ReadAccountsResponse__Output,
} from './generated/mesh/record/v1/ReadAccountsResponse.ts';
export type {
  ReadMembersResponse,
  ReadMembersResponse__Output,
} from './generated/mesh/record/v1/ReadMembersResponse.ts';
export type {
  ResolvedAccount,
  ResolvedAccount__Output,
} from './generated/mesh/record/v1/ResolvedAccount.ts';
export type {
  ScanShardRequest,
  ScanShardRequest__Output,
} from './generated/mesh/record/v1/ScanShardRequest.ts';
export type {
  ScanShardResponse,
  ScanShardResponse__Output,
} from './generated/mesh/record/v1/ScanShardResponse.ts';
export type { CacheKey, CacheKey__Output } from './generated/mesh/cache/v1/CacheKey.ts';
export type {
  FenceKeysRequest,
  FenceKeysRequest__Output,
} from './generated/mesh/cache/v1/FenceKeysRequest.ts';
export type { KeyFence, KeyFence__Output } from './generated/mesh/cache/v1/KeyFence.ts';
export type {
  LockKeysRequest,
  LockKeysRequest__Output,
} from './generated/mesh/cache/v1/LockKeysRequest.ts';
export type {
  UnlockKeysRequest,
  UnlockKeysRequest__Output,
} from './generated/mesh/cache/v1/UnlockKeysRequest.ts';
export type {
  ClusterExamination,
  ClusterExamination__Output,
} from './generated/mesh/index/v1/ClusterExamination.ts';
export type {
  ClusterStatus,
  ClusterStatus__Output,
} from './generated/mesh/index/v1/ClusterStatus.ts';
export type {
  GetIndexStatusResponse,
  GetIndexStatusResponse__Output,
} from './generated/mesh/index/v1/GetIndexStatusResponse.ts';
export type {
  GetRoutesResponse,
  GetRoutesResponse__Output,
} from './generated/mesh/index/v1/GetRoutesResponse.ts';
export type {
  MoveOrdersRequest,
  MoveOrdersRequest__Output,
} from './generated/mesh/index/v1/MoveOrdersRequest.ts';
export type { Route, Route__Output } from './generated/mesh/index/v1/Route.ts';
export type { RouteChange, RouteChange__Output } from './generated/mesh/index/v1/RouteChange.ts';
export type {
  ListSetAsideRequest,
  ListSetAsideRequest__Output,
} from './generated/mesh/index/v1/ListSetAsideRequest.ts';
export type {
  ListSetAsideResponse,
  ListSetAsideResponse__Output,
} from './generated/mesh/index/v1/ListSetAsideResponse.ts';
export type {
  RebuildIndexRequest,
  RebuildIndexRequest__Output,
} from './generated/mesh/index/v1/RebuildIndexRequest.ts';
export type {
  RebuildIndexResponse,
  RebuildIndexResponse__Output,
} from './generated/mesh/index/v1/RebuildIndexResponse.ts';
export type { SetAside, SetAside__Output } from './generated/mesh/index/v1/SetAside.ts';
export type {
  VerifyIndexRequest,
  VerifyIndexRequest__Output,
} from './generated/mesh/index/v1/VerifyIndexRequest.ts';
export type {
  VerifyIndexResponse,
  VerifyIndexResponse__Output,
} from './generated/mesh/index/v1/VerifyIndexResponse.ts';
export type { AccessRule, AccessRule__Output } from './generated/flow/v1/AccessRule.ts';
export type { Caller, Caller__Output } from './generated/flow/v1/Caller.ts';
export type {
  CallerCredential,
  CallerCredential__Output,
} from './generated/flow/v1/CallerCredential.ts';
export type { DegradeRule, DegradeRule__Output } from './generated/flow/v1/DegradeRule.ts';
export type { FlowRule, FlowRule__Output } from './generated/flow/v1/FlowRule.ts';
export type { HotspotRule, HotspotRule__Output } from './generated/flow/v1/HotspotRule.ts';
export type {
  DeleteRuleRequest,
  DeleteRuleRequest__Output,
} from './generated/flow/v1/DeleteRuleRequest.ts';
export type {
  LeaseQuotaRequest,
  LeaseQuotaRequest__Output,
} from './generated/flow/v1/LeaseQuotaRequest.ts';
export type {
  LeaseQuotaResponse,
  LeaseQuotaResponse__Output,
} from './generated/flow/v1/LeaseQuotaResponse.ts';
export type {
  ListRuleHistoryRequest,
  ListRuleHistoryRequest__Output,
} from './generated/flow/v1/ListRuleHistoryRequest.ts';
export type {
  ListRulesRequest,
  ListRulesRequest__Output,
} from './generated/flow/v1/ListRulesRequest.ts';
export type {
  RotateCallerKeyRequest,
  RotateCallerKeyRequest__Output,
} from './generated/flow/v1/RotateCallerKeyRequest.ts';
export type {
  WatchPolicyRequest,
  WatchPolicyRequest__Output,
} from './generated/flow/v1/WatchPolicyRequest.ts';
export type {
  ReplaceRulesRequest,
  ReplaceRulesRequest__Output,
} from './generated/flow/v1/ReplaceRulesRequest.ts';
export type {
  ReplaceRulesResponse,
  ReplaceRulesResponse__Output,
} from './generated/flow/v1/ReplaceRulesResponse.ts';
export type {
  RollBackRulesRequest,
  RollBackRulesRequest__Output,
} from './generated/flow/v1/RollBackRulesRequest.ts';
export type {
  ReportTrafficRequest,
  ReportTrafficRequest__Output,
} from './generated/flow/v1/ReportTrafficRequest.ts';
export type {
  ResourceTraffic,
  ResourceTraffic__Output,
} from './generated/flow/v1/ResourceTraffic.ts';
export type { HotValue, HotValue__Output } from './generated/flow/v1/HotValue.ts';
export type {
  ListRefusalsRequest,
  ListRefusalsRequest__Output,
} from './generated/flow/v1/ListRefusalsRequest.ts';
export type {
  WatchTrafficRequest,
  WatchTrafficRequest__Output,
} from './generated/flow/v1/WatchTrafficRequest.ts';
export type {
  WatchTrafficResponse,
  WatchTrafficResponse__Output,
} from './generated/flow/v1/WatchTrafficResponse.ts';
export type {
  ListRefusalsResponse,
  ListRefusalsResponse__Output,
} from './generated/flow/v1/ListRefusalsResponse.ts';
export type {
  PutCallerRequest,
  PutCallerRequest__Output,
} from './generated/flow/v1/PutCallerRequest.ts';
export type { Refusal, Refusal__Output } from './generated/flow/v1/Refusal.ts';
export type { Rule, Rule__Output } from './generated/flow/v1/Rule.ts';
export type { RuleChange, RuleChange__Output } from './generated/flow/v1/RuleChange.ts';
export type { SystemRule, SystemRule__Output } from './generated/flow/v1/SystemRule.ts';
export type {
  WatchPolicyResponse,
  WatchPolicyResponse__Output,
} from './generated/flow/v1/WatchPolicyResponse.ts';
export type { BadRequest, BadRequest__Output } from './generated/google/rpc/BadRequest.ts';
export type { ErrorInfo, ErrorInfo__Output } from './generated/google/rpc/ErrorInfo.ts';
export type {
  PreconditionFailure,
  PreconditionFailure__Output,
} from './generated/google/rpc/PreconditionFailure.ts';
export type { QuotaFailure, QuotaFailure__Output } from './generated/google/rpc/QuotaFailure.ts';
export type { ResourceInfo, ResourceInfo__Output } from './generated/google/rpc/ResourceInfo.ts';
export type { RetryInfo, RetryInfo__Output } from './generated/google/rpc/RetryInfo.ts';
export type {
  Status as RpcStatus,
  Status__Output as RpcStatus__Output,
} from './generated/google/rpc/Status.ts';
export { Consistency } from './generated/member/v1/Consistency.ts';
export type { Consistency__Output } from './generated/member/v1/Consistency.ts';
export { MemberStatus } from './generated/member/v1/MemberStatus.ts';
export type { MemberStatus__Output } from './generated/member/v1/MemberStatus.ts';
export { Outcome } from './generated/mesh/read/v1/Outcome.ts';
export type { Outcome__Output } from './generated/mesh/read/v1/Outcome.ts';
export { ReadClass } from './generated/mesh/read/v1/ReadClass.ts';
export type { ReadClass__Output } from './generated/mesh/read/v1/ReadClass.ts';
export type { Timestamp, Timestamp__Output } from './generated/google/protobuf/Timestamp.ts';
export type { Duration, Duration__Output } from './generated/google/protobuf/Duration.ts';
