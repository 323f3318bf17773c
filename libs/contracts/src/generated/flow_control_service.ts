import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { AccessRule as _flow_v1_AccessRule, AccessRule__Output as _flow_v1_AccessRule__Output } from './flow/v1/AccessRule.ts';
import type { Caller as _flow_v1_Caller, Caller__Output as _flow_v1_Caller__Output } from './flow/v1/Caller.ts';
import type { CallerCredential as _flow_v1_CallerCredential, CallerCredential__Output as _flow_v1_CallerCredential__Output } from './flow/v1/CallerCredential.ts';
import type { DegradeRule as _flow_v1_DegradeRule, DegradeRule__Output as _flow_v1_DegradeRule__Output } from './flow/v1/DegradeRule.ts';
import type { DeleteCallerRequest as _flow_v1_DeleteCallerRequest, DeleteCallerRequest__Output as _flow_v1_DeleteCallerRequest__Output } from './flow/v1/DeleteCallerRequest.ts';
import type { DeleteCallerResponse as _flow_v1_DeleteCallerResponse, DeleteCallerResponse__Output as _flow_v1_DeleteCallerResponse__Output } from './flow/v1/DeleteCallerResponse.ts';
import type { DeleteRuleRequest as _flow_v1_DeleteRuleRequest, DeleteRuleRequest__Output as _flow_v1_DeleteRuleRequest__Output } from './flow/v1/DeleteRuleRequest.ts';
import type { DeleteRuleResponse as _flow_v1_DeleteRuleResponse, DeleteRuleResponse__Output as _flow_v1_DeleteRuleResponse__Output } from './flow/v1/DeleteRuleResponse.ts';
import type { FlowControlServiceClient as _flow_v1_FlowControlServiceClient, FlowControlServiceDefinition as _flow_v1_FlowControlServiceDefinition } from './flow/v1/FlowControlService.ts';
import type { FlowRule as _flow_v1_FlowRule, FlowRule__Output as _flow_v1_FlowRule__Output } from './flow/v1/FlowRule.ts';
import type { FollowerState as _flow_v1_FollowerState, FollowerState__Output as _flow_v1_FollowerState__Output } from './flow/v1/FollowerState.ts';
import type { HeldLease as _flow_v1_HeldLease, HeldLease__Output as _flow_v1_HeldLease__Output } from './flow/v1/HeldLease.ts';
import type { HotValue as _flow_v1_HotValue, HotValue__Output as _flow_v1_HotValue__Output } from './flow/v1/HotValue.ts';
import type { HotspotRule as _flow_v1_HotspotRule, HotspotRule__Output as _flow_v1_HotspotRule__Output } from './flow/v1/HotspotRule.ts';
import type { LeaseQuotaRequest as _flow_v1_LeaseQuotaRequest, LeaseQuotaRequest__Output as _flow_v1_LeaseQuotaRequest__Output } from './flow/v1/LeaseQuotaRequest.ts';
import type { LeaseQuotaResponse as _flow_v1_LeaseQuotaResponse, LeaseQuotaResponse__Output as _flow_v1_LeaseQuotaResponse__Output } from './flow/v1/LeaseQuotaResponse.ts';
import type { ListCallersRequest as _flow_v1_ListCallersRequest, ListCallersRequest__Output as _flow_v1_ListCallersRequest__Output } from './flow/v1/ListCallersRequest.ts';
import type { ListCallersResponse as _flow_v1_ListCallersResponse, ListCallersResponse__Output as _flow_v1_ListCallersResponse__Output } from './flow/v1/ListCallersResponse.ts';
import type { ListRefusalsRequest as _flow_v1_ListRefusalsRequest, ListRefusalsRequest__Output as _flow_v1_ListRefusalsRequest__Output } from './flow/v1/ListRefusalsRequest.ts';
import type { ListRefusalsResponse as _flow_v1_ListRefusalsResponse, ListRefusalsResponse__Output as _flow_v1_ListRefusalsResponse__Output } from './flow/v1/ListRefusalsResponse.ts';
import type { ListRuleHistoryRequest as _flow_v1_ListRuleHistoryRequest, ListRuleHistoryRequest__Output as _flow_v1_ListRuleHistoryRequest__Output } from './flow/v1/ListRuleHistoryRequest.ts';
import type { ListRuleHistoryResponse as _flow_v1_ListRuleHistoryResponse, ListRuleHistoryResponse__Output as _flow_v1_ListRuleHistoryResponse__Output } from './flow/v1/ListRuleHistoryResponse.ts';
import type { ListRulesRequest as _flow_v1_ListRulesRequest, ListRulesRequest__Output as _flow_v1_ListRulesRequest__Output } from './flow/v1/ListRulesRequest.ts';
import type { ListRulesResponse as _flow_v1_ListRulesResponse, ListRulesResponse__Output as _flow_v1_ListRulesResponse__Output } from './flow/v1/ListRulesResponse.ts';
import type { PutCallerRequest as _flow_v1_PutCallerRequest, PutCallerRequest__Output as _flow_v1_PutCallerRequest__Output } from './flow/v1/PutCallerRequest.ts';
import type { PutCallerResponse as _flow_v1_PutCallerResponse, PutCallerResponse__Output as _flow_v1_PutCallerResponse__Output } from './flow/v1/PutCallerResponse.ts';
import type { PutRuleRequest as _flow_v1_PutRuleRequest, PutRuleRequest__Output as _flow_v1_PutRuleRequest__Output } from './flow/v1/PutRuleRequest.ts';
import type { PutRuleResponse as _flow_v1_PutRuleResponse, PutRuleResponse__Output as _flow_v1_PutRuleResponse__Output } from './flow/v1/PutRuleResponse.ts';
import type { Refusal as _flow_v1_Refusal, Refusal__Output as _flow_v1_Refusal__Output } from './flow/v1/Refusal.ts';
import type { ReplaceRulesRequest as _flow_v1_ReplaceRulesRequest, ReplaceRulesRequest__Output as _flow_v1_ReplaceRulesRequest__Output } from './flow/v1/ReplaceRulesRequest.ts';
import type { ReplaceRulesResponse as _flow_v1_ReplaceRulesResponse, ReplaceRulesResponse__Output as _flow_v1_ReplaceRulesResponse__Output } from './flow/v1/ReplaceRulesResponse.ts';
import type { ReportTrafficRequest as _flow_v1_ReportTrafficRequest, ReportTrafficRequest__Output as _flow_v1_ReportTrafficRequest__Output } from './flow/v1/ReportTrafficRequest.ts';
import type { ReportTrafficResponse as _flow_v1_ReportTrafficResponse, ReportTrafficResponse__Output as _flow_v1_ReportTrafficResponse__Output } from './flow/v1/ReportTrafficResponse.ts';
import type { ResourceTraffic as _flow_v1_ResourceTraffic, ResourceTraffic__Output as _flow_v1_ResourceTraffic__Output } from './flow/v1/ResourceTraffic.ts';
import type { RollBackRulesRequest as _flow_v1_RollBackRulesRequest, RollBackRulesRequest__Output as _flow_v1_RollBackRulesRequest__Output } from './flow/v1/RollBackRulesRequest.ts';
import type { RollBackRulesResponse as _flow_v1_RollBackRulesResponse, RollBackRulesResponse__Output as _flow_v1_RollBackRulesResponse__Output } from './flow/v1/RollBackRulesResponse.ts';
import type { RotateCallerKeyRequest as _flow_v1_RotateCallerKeyRequest, RotateCallerKeyRequest__Output as _flow_v1_RotateCallerKeyRequest__Output } from './flow/v1/RotateCallerKeyRequest.ts';
import type { RotateCallerKeyResponse as _flow_v1_RotateCallerKeyResponse, RotateCallerKeyResponse__Output as _flow_v1_RotateCallerKeyResponse__Output } from './flow/v1/RotateCallerKeyResponse.ts';
import type { Rule as _flow_v1_Rule, Rule__Output as _flow_v1_Rule__Output } from './flow/v1/Rule.ts';
import type { RuleChange as _flow_v1_RuleChange, RuleChange__Output as _flow_v1_RuleChange__Output } from './flow/v1/RuleChange.ts';
import type { SystemRule as _flow_v1_SystemRule, SystemRule__Output as _flow_v1_SystemRule__Output } from './flow/v1/SystemRule.ts';
import type { WatchPolicyRequest as _flow_v1_WatchPolicyRequest, WatchPolicyRequest__Output as _flow_v1_WatchPolicyRequest__Output } from './flow/v1/WatchPolicyRequest.ts';
import type { WatchPolicyResponse as _flow_v1_WatchPolicyResponse, WatchPolicyResponse__Output as _flow_v1_WatchPolicyResponse__Output } from './flow/v1/WatchPolicyResponse.ts';
import type { WatchTrafficRequest as _flow_v1_WatchTrafficRequest, WatchTrafficRequest__Output as _flow_v1_WatchTrafficRequest__Output } from './flow/v1/WatchTrafficRequest.ts';
import type { WatchTrafficResponse as _flow_v1_WatchTrafficResponse, WatchTrafficResponse__Output as _flow_v1_WatchTrafficResponse__Output } from './flow/v1/WatchTrafficResponse.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  flow: {
    v1: {
      AccessRule: MessageTypeDefinition<_flow_v1_AccessRule, _flow_v1_AccessRule__Output>
      BreakerState: EnumTypeDefinition
      Caller: MessageTypeDefinition<_flow_v1_Caller, _flow_v1_Caller__Output>
      CallerCredential: MessageTypeDefinition<_flow_v1_CallerCredential, _flow_v1_CallerCredential__Output>
      DegradeRule: MessageTypeDefinition<_flow_v1_DegradeRule, _flow_v1_DegradeRule__Output>
      DeleteCallerRequest: MessageTypeDefinition<_flow_v1_DeleteCallerRequest, _flow_v1_DeleteCallerRequest__Output>
      DeleteCallerResponse: MessageTypeDefinition<_flow_v1_DeleteCallerResponse, _flow_v1_DeleteCallerResponse__Output>
      DeleteRuleRequest: MessageTypeDefinition<_flow_v1_DeleteRuleRequest, _flow_v1_DeleteRuleRequest__Output>
      DeleteRuleResponse: MessageTypeDefinition<_flow_v1_DeleteRuleResponse, _flow_v1_DeleteRuleResponse__Output>
      FlowControlService: SubtypeConstructor<typeof grpc.Client, _flow_v1_FlowControlServiceClient> & { service: _flow_v1_FlowControlServiceDefinition }
      FlowRule: MessageTypeDefinition<_flow_v1_FlowRule, _flow_v1_FlowRule__Output>
      FollowerState: MessageTypeDefinition<_flow_v1_FollowerState, _flow_v1_FollowerState__Output>
      HeldLease: MessageTypeDefinition<_flow_v1_HeldLease, _flow_v1_HeldLease__Output>
      HotValue: MessageTypeDefinition<_flow_v1_HotValue, _flow_v1_HotValue__Output>
      HotspotRule: MessageTypeDefinition<_flow_v1_HotspotRule, _flow_v1_HotspotRule__Output>
      LeaseQuotaRequest: MessageTypeDefinition<_flow_v1_LeaseQuotaRequest, _flow_v1_LeaseQuotaRequest__Output>
      LeaseQuotaResponse: MessageTypeDefinition<_flow_v1_LeaseQuotaResponse, _flow_v1_LeaseQuotaResponse__Output>
      ListCallersRequest: MessageTypeDefinition<_flow_v1_ListCallersRequest, _flow_v1_ListCallersRequest__Output>
      ListCallersResponse: MessageTypeDefinition<_flow_v1_ListCallersResponse, _flow_v1_ListCallersResponse__Output>
      ListRefusalsRequest: MessageTypeDefinition<_flow_v1_ListRefusalsRequest, _flow_v1_ListRefusalsRequest__Output>
      ListRefusalsResponse: MessageTypeDefinition<_flow_v1_ListRefusalsResponse, _flow_v1_ListRefusalsResponse__Output>
      ListRuleHistoryRequest: MessageTypeDefinition<_flow_v1_ListRuleHistoryRequest, _flow_v1_ListRuleHistoryRequest__Output>
      ListRuleHistoryResponse: MessageTypeDefinition<_flow_v1_ListRuleHistoryResponse, _flow_v1_ListRuleHistoryResponse__Output>
      ListRulesRequest: MessageTypeDefinition<_flow_v1_ListRulesRequest, _flow_v1_ListRulesRequest__Output>
      ListRulesResponse: MessageTypeDefinition<_flow_v1_ListRulesResponse, _flow_v1_ListRulesResponse__Output>
      PutCallerRequest: MessageTypeDefinition<_flow_v1_PutCallerRequest, _flow_v1_PutCallerRequest__Output>
      PutCallerResponse: MessageTypeDefinition<_flow_v1_PutCallerResponse, _flow_v1_PutCallerResponse__Output>
      PutRuleRequest: MessageTypeDefinition<_flow_v1_PutRuleRequest, _flow_v1_PutRuleRequest__Output>
      PutRuleResponse: MessageTypeDefinition<_flow_v1_PutRuleResponse, _flow_v1_PutRuleResponse__Output>
      Refusal: MessageTypeDefinition<_flow_v1_Refusal, _flow_v1_Refusal__Output>
      ReplaceRulesRequest: MessageTypeDefinition<_flow_v1_ReplaceRulesRequest, _flow_v1_ReplaceRulesRequest__Output>
      ReplaceRulesResponse: MessageTypeDefinition<_flow_v1_ReplaceRulesResponse, _flow_v1_ReplaceRulesResponse__Output>
      ReportTrafficRequest: MessageTypeDefinition<_flow_v1_ReportTrafficRequest, _flow_v1_ReportTrafficRequest__Output>
      ReportTrafficResponse: MessageTypeDefinition<_flow_v1_ReportTrafficResponse, _flow_v1_ReportTrafficResponse__Output>
      ResourceTraffic: MessageTypeDefinition<_flow_v1_ResourceTraffic, _flow_v1_ResourceTraffic__Output>
      RollBackRulesRequest: MessageTypeDefinition<_flow_v1_RollBackRulesRequest, _flow_v1_RollBackRulesRequest__Output>
      RollBackRulesResponse: MessageTypeDefinition<_flow_v1_RollBackRulesResponse, _flow_v1_RollBackRulesResponse__Output>
      RotateCallerKeyRequest: MessageTypeDefinition<_flow_v1_RotateCallerKeyRequest, _flow_v1_RotateCallerKeyRequest__Output>
      RotateCallerKeyResponse: MessageTypeDefinition<_flow_v1_RotateCallerKeyResponse, _flow_v1_RotateCallerKeyResponse__Output>
      Rule: MessageTypeDefinition<_flow_v1_Rule, _flow_v1_Rule__Output>
      RuleChange: MessageTypeDefinition<_flow_v1_RuleChange, _flow_v1_RuleChange__Output>
      SystemRule: MessageTypeDefinition<_flow_v1_SystemRule, _flow_v1_SystemRule__Output>
      WatchPolicyRequest: MessageTypeDefinition<_flow_v1_WatchPolicyRequest, _flow_v1_WatchPolicyRequest__Output>
      WatchPolicyResponse: MessageTypeDefinition<_flow_v1_WatchPolicyResponse, _flow_v1_WatchPolicyResponse__Output>
      WatchTrafficRequest: MessageTypeDefinition<_flow_v1_WatchTrafficRequest, _flow_v1_WatchTrafficRequest__Output>
      WatchTrafficResponse: MessageTypeDefinition<_flow_v1_WatchTrafficResponse, _flow_v1_WatchTrafficResponse__Output>
    }
  }
  google: {
    protobuf: {
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
}

