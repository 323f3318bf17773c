// Original file: protos/flow/v1/flow_control_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCallerRequest as _flow_v1_DeleteCallerRequest, DeleteCallerRequest__Output as _flow_v1_DeleteCallerRequest__Output } from '../../flow/v1/DeleteCallerRequest.ts';
import type { DeleteCallerResponse as _flow_v1_DeleteCallerResponse, DeleteCallerResponse__Output as _flow_v1_DeleteCallerResponse__Output } from '../../flow/v1/DeleteCallerResponse.ts';
import type { DeleteRuleRequest as _flow_v1_DeleteRuleRequest, DeleteRuleRequest__Output as _flow_v1_DeleteRuleRequest__Output } from '../../flow/v1/DeleteRuleRequest.ts';
import type { DeleteRuleResponse as _flow_v1_DeleteRuleResponse, DeleteRuleResponse__Output as _flow_v1_DeleteRuleResponse__Output } from '../../flow/v1/DeleteRuleResponse.ts';
import type { LeaseQuotaRequest as _flow_v1_LeaseQuotaRequest, LeaseQuotaRequest__Output as _flow_v1_LeaseQuotaRequest__Output } from '../../flow/v1/LeaseQuotaRequest.ts';
import type { LeaseQuotaResponse as _flow_v1_LeaseQuotaResponse, LeaseQuotaResponse__Output as _flow_v1_LeaseQuotaResponse__Output } from '../../flow/v1/LeaseQuotaResponse.ts';
import type { ListCallersRequest as _flow_v1_ListCallersRequest, ListCallersRequest__Output as _flow_v1_ListCallersRequest__Output } from '../../flow/v1/ListCallersRequest.ts';
import type { ListCallersResponse as _flow_v1_ListCallersResponse, ListCallersResponse__Output as _flow_v1_ListCallersResponse__Output } from '../../flow/v1/ListCallersResponse.ts';
import type { ListRefusalsRequest as _flow_v1_ListRefusalsRequest, ListRefusalsRequest__Output as _flow_v1_ListRefusalsRequest__Output } from '../../flow/v1/ListRefusalsRequest.ts';
import type { ListRefusalsResponse as _flow_v1_ListRefusalsResponse, ListRefusalsResponse__Output as _flow_v1_ListRefusalsResponse__Output } from '../../flow/v1/ListRefusalsResponse.ts';
import type { ListRuleHistoryRequest as _flow_v1_ListRuleHistoryRequest, ListRuleHistoryRequest__Output as _flow_v1_ListRuleHistoryRequest__Output } from '../../flow/v1/ListRuleHistoryRequest.ts';
import type { ListRuleHistoryResponse as _flow_v1_ListRuleHistoryResponse, ListRuleHistoryResponse__Output as _flow_v1_ListRuleHistoryResponse__Output } from '../../flow/v1/ListRuleHistoryResponse.ts';
import type { ListRulesRequest as _flow_v1_ListRulesRequest, ListRulesRequest__Output as _flow_v1_ListRulesRequest__Output } from '../../flow/v1/ListRulesRequest.ts';
import type { ListRulesResponse as _flow_v1_ListRulesResponse, ListRulesResponse__Output as _flow_v1_ListRulesResponse__Output } from '../../flow/v1/ListRulesResponse.ts';
import type { PutCallerRequest as _flow_v1_PutCallerRequest, PutCallerRequest__Output as _flow_v1_PutCallerRequest__Output } from '../../flow/v1/PutCallerRequest.ts';
import type { PutCallerResponse as _flow_v1_PutCallerResponse, PutCallerResponse__Output as _flow_v1_PutCallerResponse__Output } from '../../flow/v1/PutCallerResponse.ts';
import type { PutRuleRequest as _flow_v1_PutRuleRequest, PutRuleRequest__Output as _flow_v1_PutRuleRequest__Output } from '../../flow/v1/PutRuleRequest.ts';
import type { PutRuleResponse as _flow_v1_PutRuleResponse, PutRuleResponse__Output as _flow_v1_PutRuleResponse__Output } from '../../flow/v1/PutRuleResponse.ts';
import type { ReplaceRulesRequest as _flow_v1_ReplaceRulesRequest, ReplaceRulesRequest__Output as _flow_v1_ReplaceRulesRequest__Output } from '../../flow/v1/ReplaceRulesRequest.ts';
import type { ReplaceRulesResponse as _flow_v1_ReplaceRulesResponse, ReplaceRulesResponse__Output as _flow_v1_ReplaceRulesResponse__Output } from '../../flow/v1/ReplaceRulesResponse.ts';
import type { ReportTrafficRequest as _flow_v1_ReportTrafficRequest, ReportTrafficRequest__Output as _flow_v1_ReportTrafficRequest__Output } from '../../flow/v1/ReportTrafficRequest.ts';
import type { ReportTrafficResponse as _flow_v1_ReportTrafficResponse, ReportTrafficResponse__Output as _flow_v1_ReportTrafficResponse__Output } from '../../flow/v1/ReportTrafficResponse.ts';
import type { RollBackRulesRequest as _flow_v1_RollBackRulesRequest, RollBackRulesRequest__Output as _flow_v1_RollBackRulesRequest__Output } from '../../flow/v1/RollBackRulesRequest.ts';
import type { RollBackRulesResponse as _flow_v1_RollBackRulesResponse, RollBackRulesResponse__Output as _flow_v1_RollBackRulesResponse__Output } from '../../flow/v1/RollBackRulesResponse.ts';
import type { RotateCallerKeyRequest as _flow_v1_RotateCallerKeyRequest, RotateCallerKeyRequest__Output as _flow_v1_RotateCallerKeyRequest__Output } from '../../flow/v1/RotateCallerKeyRequest.ts';
import type { RotateCallerKeyResponse as _flow_v1_RotateCallerKeyResponse, RotateCallerKeyResponse__Output as _flow_v1_RotateCallerKeyResponse__Output } from '../../flow/v1/RotateCallerKeyResponse.ts';
import type { WatchPolicyRequest as _flow_v1_WatchPolicyRequest, WatchPolicyRequest__Output as _flow_v1_WatchPolicyRequest__Output } from '../../flow/v1/WatchPolicyRequest.ts';
import type { WatchPolicyResponse as _flow_v1_WatchPolicyResponse, WatchPolicyResponse__Output as _flow_v1_WatchPolicyResponse__Output } from '../../flow/v1/WatchPolicyResponse.ts';
import type { WatchTrafficRequest as _flow_v1_WatchTrafficRequest, WatchTrafficRequest__Output as _flow_v1_WatchTrafficRequest__Output } from '../../flow/v1/WatchTrafficRequest.ts';
import type { WatchTrafficResponse as _flow_v1_WatchTrafficResponse, WatchTrafficResponse__Output as _flow_v1_WatchTrafficResponse__Output } from '../../flow/v1/WatchTrafficResponse.ts';

export interface FlowControlServiceClient extends grpc.Client {
  DeleteCaller(argument: _flow_v1_DeleteCallerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_DeleteCallerResponse__Output>): grpc.ClientUnaryCall;
  DeleteCaller(argument: _flow_v1_DeleteCallerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_DeleteCallerResponse__Output>): grpc.ClientUnaryCall;
  DeleteCaller(argument: _flow_v1_DeleteCallerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_DeleteCallerResponse__Output>): grpc.ClientUnaryCall;
  DeleteCaller(argument: _flow_v1_DeleteCallerRequest, callback: grpc.requestCallback<_flow_v1_DeleteCallerResponse__Output>): grpc.ClientUnaryCall;
  deleteCaller(argument: _flow_v1_DeleteCallerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_DeleteCallerResponse__Output>): grpc.ClientUnaryCall;
  deleteCaller(argument: _flow_v1_DeleteCallerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_DeleteCallerResponse__Output>): grpc.ClientUnaryCall;
  deleteCaller(argument: _flow_v1_DeleteCallerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_DeleteCallerResponse__Output>): grpc.ClientUnaryCall;
  deleteCaller(argument: _flow_v1_DeleteCallerRequest, callback: grpc.requestCallback<_flow_v1_DeleteCallerResponse__Output>): grpc.ClientUnaryCall;
  
  DeleteRule(argument: _flow_v1_DeleteRuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_DeleteRuleResponse__Output>): grpc.ClientUnaryCall;
  DeleteRule(argument: _flow_v1_DeleteRuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_DeleteRuleResponse__Output>): grpc.ClientUnaryCall;
  DeleteRule(argument: _flow_v1_DeleteRuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_DeleteRuleResponse__Output>): grpc.ClientUnaryCall;
  DeleteRule(argument: _flow_v1_DeleteRuleRequest, callback: grpc.requestCallback<_flow_v1_DeleteRuleResponse__Output>): grpc.ClientUnaryCall;
  deleteRule(argument: _flow_v1_DeleteRuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_DeleteRuleResponse__Output>): grpc.ClientUnaryCall;
  deleteRule(argument: _flow_v1_DeleteRuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_DeleteRuleResponse__Output>): grpc.ClientUnaryCall;
  deleteRule(argument: _flow_v1_DeleteRuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_DeleteRuleResponse__Output>): grpc.ClientUnaryCall;
  deleteRule(argument: _flow_v1_DeleteRuleRequest, callback: grpc.requestCallback<_flow_v1_DeleteRuleResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Leases a share of a GLOBAL rule's threshold to one gateway for a short time: asks and answers about
   * all of its rules on one stream, a rule at a time. One process grants at any time; the others end the
   * stream with UNAVAILABLE, reason NOT_GRANTOR, and the gateway asks the next.
   */
  LeaseQuota(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_flow_v1_LeaseQuotaRequest, _flow_v1_LeaseQuotaResponse__Output>;
  LeaseQuota(options?: grpc.CallOptions): grpc.ClientDuplexStream<_flow_v1_LeaseQuotaRequest, _flow_v1_LeaseQuotaResponse__Output>;
  /**
   * Leases a share of a GLOBAL rule's threshold to one gateway for a short time: asks and answers about
   * all of its rules on one stream, a rule at a time. One process grants at any time; the others end the
   * stream with UNAVAILABLE, reason NOT_GRANTOR, and the gateway asks the next.
   */
  leaseQuota(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_flow_v1_LeaseQuotaRequest, _flow_v1_LeaseQuotaResponse__Output>;
  leaseQuota(options?: grpc.CallOptions): grpc.ClientDuplexStream<_flow_v1_LeaseQuotaRequest, _flow_v1_LeaseQuotaResponse__Output>;
  
  ListCallers(argument: _flow_v1_ListCallersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListCallersResponse__Output>): grpc.ClientUnaryCall;
  ListCallers(argument: _flow_v1_ListCallersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_ListCallersResponse__Output>): grpc.ClientUnaryCall;
  ListCallers(argument: _flow_v1_ListCallersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListCallersResponse__Output>): grpc.ClientUnaryCall;
  ListCallers(argument: _flow_v1_ListCallersRequest, callback: grpc.requestCallback<_flow_v1_ListCallersResponse__Output>): grpc.ClientUnaryCall;
  listCallers(argument: _flow_v1_ListCallersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListCallersResponse__Output>): grpc.ClientUnaryCall;
  listCallers(argument: _flow_v1_ListCallersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_ListCallersResponse__Output>): grpc.ClientUnaryCall;
  listCallers(argument: _flow_v1_ListCallersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListCallersResponse__Output>): grpc.ClientUnaryCall;
  listCallers(argument: _flow_v1_ListCallersRequest, callback: grpc.requestCallback<_flow_v1_ListCallersResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Recent refusals, sampled: which rule, how full it was, when to come back.
   */
  ListRefusals(argument: _flow_v1_ListRefusalsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListRefusalsResponse__Output>): grpc.ClientUnaryCall;
  ListRefusals(argument: _flow_v1_ListRefusalsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_ListRefusalsResponse__Output>): grpc.ClientUnaryCall;
  ListRefusals(argument: _flow_v1_ListRefusalsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListRefusalsResponse__Output>): grpc.ClientUnaryCall;
  ListRefusals(argument: _flow_v1_ListRefusalsRequest, callback: grpc.requestCallback<_flow_v1_ListRefusalsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Recent refusals, sampled: which rule, how full it was, when to come back.
   */
  listRefusals(argument: _flow_v1_ListRefusalsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListRefusalsResponse__Output>): grpc.ClientUnaryCall;
  listRefusals(argument: _flow_v1_ListRefusalsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_ListRefusalsResponse__Output>): grpc.ClientUnaryCall;
  listRefusals(argument: _flow_v1_ListRefusalsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListRefusalsResponse__Output>): grpc.ClientUnaryCall;
  listRefusals(argument: _flow_v1_ListRefusalsRequest, callback: grpc.requestCallback<_flow_v1_ListRefusalsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Earlier revisions of the rules: who changed what and when, newest first.
   */
  ListRuleHistory(argument: _flow_v1_ListRuleHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListRuleHistoryResponse__Output>): grpc.ClientUnaryCall;
  ListRuleHistory(argument: _flow_v1_ListRuleHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_ListRuleHistoryResponse__Output>): grpc.ClientUnaryCall;
  ListRuleHistory(argument: _flow_v1_ListRuleHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListRuleHistoryResponse__Output>): grpc.ClientUnaryCall;
  ListRuleHistory(argument: _flow_v1_ListRuleHistoryRequest, callback: grpc.requestCallback<_flow_v1_ListRuleHistoryResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Earlier revisions of the rules: who changed what and when, newest first.
   */
  listRuleHistory(argument: _flow_v1_ListRuleHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListRuleHistoryResponse__Output>): grpc.ClientUnaryCall;
  listRuleHistory(argument: _flow_v1_ListRuleHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_ListRuleHistoryResponse__Output>): grpc.ClientUnaryCall;
  listRuleHistory(argument: _flow_v1_ListRuleHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListRuleHistoryResponse__Output>): grpc.ClientUnaryCall;
  listRuleHistory(argument: _flow_v1_ListRuleHistoryRequest, callback: grpc.requestCallback<_flow_v1_ListRuleHistoryResponse__Output>): grpc.ClientUnaryCall;
  
  ListRules(argument: _flow_v1_ListRulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListRulesResponse__Output>): grpc.ClientUnaryCall;
  ListRules(argument: _flow_v1_ListRulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_ListRulesResponse__Output>): grpc.ClientUnaryCall;
  ListRules(argument: _flow_v1_ListRulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListRulesResponse__Output>): grpc.ClientUnaryCall;
  ListRules(argument: _flow_v1_ListRulesRequest, callback: grpc.requestCallback<_flow_v1_ListRulesResponse__Output>): grpc.ClientUnaryCall;
  listRules(argument: _flow_v1_ListRulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListRulesResponse__Output>): grpc.ClientUnaryCall;
  listRules(argument: _flow_v1_ListRulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_ListRulesResponse__Output>): grpc.ClientUnaryCall;
  listRules(argument: _flow_v1_ListRulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ListRulesResponse__Output>): grpc.ClientUnaryCall;
  listRules(argument: _flow_v1_ListRulesRequest, callback: grpc.requestCallback<_flow_v1_ListRulesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Registers or changes a caller. A new caller's key is in the answer, once; only its hash is stored.
   */
  PutCaller(argument: _flow_v1_PutCallerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_PutCallerResponse__Output>): grpc.ClientUnaryCall;
  PutCaller(argument: _flow_v1_PutCallerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_PutCallerResponse__Output>): grpc.ClientUnaryCall;
  PutCaller(argument: _flow_v1_PutCallerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_PutCallerResponse__Output>): grpc.ClientUnaryCall;
  PutCaller(argument: _flow_v1_PutCallerRequest, callback: grpc.requestCallback<_flow_v1_PutCallerResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Registers or changes a caller. A new caller's key is in the answer, once; only its hash is stored.
   */
  putCaller(argument: _flow_v1_PutCallerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_PutCallerResponse__Output>): grpc.ClientUnaryCall;
  putCaller(argument: _flow_v1_PutCallerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_PutCallerResponse__Output>): grpc.ClientUnaryCall;
  putCaller(argument: _flow_v1_PutCallerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_PutCallerResponse__Output>): grpc.ClientUnaryCall;
  putCaller(argument: _flow_v1_PutCallerRequest, callback: grpc.requestCallback<_flow_v1_PutCallerResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Creates or replaces one rule. INVALID_ARGUMENT names every bad field; ABORTED, reason ETAG_MISMATCH,
   * when etag is given and is not the stored one. validate_only checks and stores nothing.
   */
  PutRule(argument: _flow_v1_PutRuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_PutRuleResponse__Output>): grpc.ClientUnaryCall;
  PutRule(argument: _flow_v1_PutRuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_PutRuleResponse__Output>): grpc.ClientUnaryCall;
  PutRule(argument: _flow_v1_PutRuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_PutRuleResponse__Output>): grpc.ClientUnaryCall;
  PutRule(argument: _flow_v1_PutRuleRequest, callback: grpc.requestCallback<_flow_v1_PutRuleResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Creates or replaces one rule. INVALID_ARGUMENT names every bad field; ABORTED, reason ETAG_MISMATCH,
   * when etag is given and is not the stored one. validate_only checks and stores nothing.
   */
  putRule(argument: _flow_v1_PutRuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_PutRuleResponse__Output>): grpc.ClientUnaryCall;
  putRule(argument: _flow_v1_PutRuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_PutRuleResponse__Output>): grpc.ClientUnaryCall;
  putRule(argument: _flow_v1_PutRuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_PutRuleResponse__Output>): grpc.ClientUnaryCall;
  putRule(argument: _flow_v1_PutRuleRequest, callback: grpc.requestCallback<_flow_v1_PutRuleResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Puts a whole rule set in the place of the stored one: what it does not hold is deleted. All of it is
   * valid, or nothing changes: INVALID_ARGUMENT names every bad field of every rule; ABORTED, reason
   * ETAG_MISMATCH, when the etag is given and the stored set is another, or that of a rule is. What it
   * says the same as before stays as it is. validate_only tells what would change and stores nothing.
   */
  ReplaceRules(argument: _flow_v1_ReplaceRulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ReplaceRulesResponse__Output>): grpc.ClientUnaryCall;
  ReplaceRules(argument: _flow_v1_ReplaceRulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_ReplaceRulesResponse__Output>): grpc.ClientUnaryCall;
  ReplaceRules(argument: _flow_v1_ReplaceRulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ReplaceRulesResponse__Output>): grpc.ClientUnaryCall;
  ReplaceRules(argument: _flow_v1_ReplaceRulesRequest, callback: grpc.requestCallback<_flow_v1_ReplaceRulesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Puts a whole rule set in the place of the stored one: what it does not hold is deleted. All of it is
   * valid, or nothing changes: INVALID_ARGUMENT names every bad field of every rule; ABORTED, reason
   * ETAG_MISMATCH, when the etag is given and the stored set is another, or that of a rule is. What it
   * says the same as before stays as it is. validate_only tells what would change and stores nothing.
   */
  replaceRules(argument: _flow_v1_ReplaceRulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ReplaceRulesResponse__Output>): grpc.ClientUnaryCall;
  replaceRules(argument: _flow_v1_ReplaceRulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_ReplaceRulesResponse__Output>): grpc.ClientUnaryCall;
  replaceRules(argument: _flow_v1_ReplaceRulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ReplaceRulesResponse__Output>): grpc.ClientUnaryCall;
  replaceRules(argument: _flow_v1_ReplaceRulesRequest, callback: grpc.requestCallback<_flow_v1_ReplaceRulesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What each gateway passed, refused and measured, second by second; and the sum, for people to watch.
   */
  ReportTraffic(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ReportTrafficResponse__Output>): grpc.ClientWritableStream<_flow_v1_ReportTrafficRequest>;
  ReportTraffic(metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_ReportTrafficResponse__Output>): grpc.ClientWritableStream<_flow_v1_ReportTrafficRequest>;
  ReportTraffic(options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ReportTrafficResponse__Output>): grpc.ClientWritableStream<_flow_v1_ReportTrafficRequest>;
  ReportTraffic(callback: grpc.requestCallback<_flow_v1_ReportTrafficResponse__Output>): grpc.ClientWritableStream<_flow_v1_ReportTrafficRequest>;
  /**
   * What each gateway passed, refused and measured, second by second; and the sum, for people to watch.
   */
  reportTraffic(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ReportTrafficResponse__Output>): grpc.ClientWritableStream<_flow_v1_ReportTrafficRequest>;
  reportTraffic(metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_ReportTrafficResponse__Output>): grpc.ClientWritableStream<_flow_v1_ReportTrafficRequest>;
  reportTraffic(options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_ReportTrafficResponse__Output>): grpc.ClientWritableStream<_flow_v1_ReportTrafficRequest>;
  reportTraffic(callback: grpc.requestCallback<_flow_v1_ReportTrafficResponse__Output>): grpc.ClientWritableStream<_flow_v1_ReportTrafficRequest>;
  
  /**
   * Puts the rules back as they were at a revision of the history; itself a change, which can be rolled
   * back. NOT_FOUND, reason REVISION_NOT_KEPT, when the history no longer reaches back that far.
   */
  RollBackRules(argument: _flow_v1_RollBackRulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_RollBackRulesResponse__Output>): grpc.ClientUnaryCall;
  RollBackRules(argument: _flow_v1_RollBackRulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_RollBackRulesResponse__Output>): grpc.ClientUnaryCall;
  RollBackRules(argument: _flow_v1_RollBackRulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_RollBackRulesResponse__Output>): grpc.ClientUnaryCall;
  RollBackRules(argument: _flow_v1_RollBackRulesRequest, callback: grpc.requestCallback<_flow_v1_RollBackRulesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Puts the rules back as they were at a revision of the history; itself a change, which can be rolled
   * back. NOT_FOUND, reason REVISION_NOT_KEPT, when the history no longer reaches back that far.
   */
  rollBackRules(argument: _flow_v1_RollBackRulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_RollBackRulesResponse__Output>): grpc.ClientUnaryCall;
  rollBackRules(argument: _flow_v1_RollBackRulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_RollBackRulesResponse__Output>): grpc.ClientUnaryCall;
  rollBackRules(argument: _flow_v1_RollBackRulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_RollBackRulesResponse__Output>): grpc.ClientUnaryCall;
  rollBackRules(argument: _flow_v1_RollBackRulesRequest, callback: grpc.requestCallback<_flow_v1_RollBackRulesResponse__Output>): grpc.ClientUnaryCall;
  
  RotateCallerKey(argument: _flow_v1_RotateCallerKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_RotateCallerKeyResponse__Output>): grpc.ClientUnaryCall;
  RotateCallerKey(argument: _flow_v1_RotateCallerKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_RotateCallerKeyResponse__Output>): grpc.ClientUnaryCall;
  RotateCallerKey(argument: _flow_v1_RotateCallerKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_RotateCallerKeyResponse__Output>): grpc.ClientUnaryCall;
  RotateCallerKey(argument: _flow_v1_RotateCallerKeyRequest, callback: grpc.requestCallback<_flow_v1_RotateCallerKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateCallerKey(argument: _flow_v1_RotateCallerKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_RotateCallerKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateCallerKey(argument: _flow_v1_RotateCallerKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_flow_v1_RotateCallerKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateCallerKey(argument: _flow_v1_RotateCallerKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_flow_v1_RotateCallerKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateCallerKey(argument: _flow_v1_RotateCallerKeyRequest, callback: grpc.requestCallback<_flow_v1_RotateCallerKeyResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The whole rule set and the callers, now and after each change. What a gateway follows. Services
   * behind gateways follow it for the rules on their tiers, and are not told of callers.
   */
  WatchPolicy(argument: _flow_v1_WatchPolicyRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_flow_v1_WatchPolicyResponse__Output>;
  WatchPolicy(argument: _flow_v1_WatchPolicyRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_flow_v1_WatchPolicyResponse__Output>;
  /**
   * The whole rule set and the callers, now and after each change. What a gateway follows. Services
   * behind gateways follow it for the rules on their tiers, and are not told of callers.
   */
  watchPolicy(argument: _flow_v1_WatchPolicyRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_flow_v1_WatchPolicyResponse__Output>;
  watchPolicy(argument: _flow_v1_WatchPolicyRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_flow_v1_WatchPolicyResponse__Output>;
  
  WatchTraffic(argument: _flow_v1_WatchTrafficRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_flow_v1_WatchTrafficResponse__Output>;
  WatchTraffic(argument: _flow_v1_WatchTrafficRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_flow_v1_WatchTrafficResponse__Output>;
  watchTraffic(argument: _flow_v1_WatchTrafficRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_flow_v1_WatchTrafficResponse__Output>;
  watchTraffic(argument: _flow_v1_WatchTrafficRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_flow_v1_WatchTrafficResponse__Output>;
  
}

export interface FlowControlServiceHandlers extends grpc.UntypedServiceImplementation {
  DeleteCaller: grpc.handleUnaryCall<_flow_v1_DeleteCallerRequest__Output, _flow_v1_DeleteCallerResponse>;
  
  DeleteRule: grpc.handleUnaryCall<_flow_v1_DeleteRuleRequest__Output, _flow_v1_DeleteRuleResponse>;
  
  /**
   * Leases a share of a GLOBAL rule's threshold to one gateway for a short time: asks and answers about
   * all of its rules on one stream, a rule at a time. One process grants at any time; the others end the
   * stream with UNAVAILABLE, reason NOT_GRANTOR, and the gateway asks the next.
   */
  LeaseQuota: grpc.handleBidiStreamingCall<_flow_v1_LeaseQuotaRequest__Output, _flow_v1_LeaseQuotaResponse>;
  
  ListCallers: grpc.handleUnaryCall<_flow_v1_ListCallersRequest__Output, _flow_v1_ListCallersResponse>;
  
  /**
   * Recent refusals, sampled: which rule, how full it was, when to come back.
   */
  ListRefusals: grpc.handleUnaryCall<_flow_v1_ListRefusalsRequest__Output, _flow_v1_ListRefusalsResponse>;
  
  /**
   * Earlier revisions of the rules: who changed what and when, newest first.
   */
  ListRuleHistory: grpc.handleUnaryCall<_flow_v1_ListRuleHistoryRequest__Output, _flow_v1_ListRuleHistoryResponse>;
  
  ListRules: grpc.handleUnaryCall<_flow_v1_ListRulesRequest__Output, _flow_v1_ListRulesResponse>;
  
  /**
   * Registers or changes a caller. A new caller's key is in the answer, once; only its hash is stored.
   */
  PutCaller: grpc.handleUnaryCall<_flow_v1_PutCallerRequest__Output, _flow_v1_PutCallerResponse>;
  
  /**
   * Creates or replaces one rule. INVALID_ARGUMENT names every bad field; ABORTED, reason ETAG_MISMATCH,
   * when etag is given and is not the stored one. validate_only checks and stores nothing.
   */
  PutRule: grpc.handleUnaryCall<_flow_v1_PutRuleRequest__Output, _flow_v1_PutRuleResponse>;
  
  /**
   * Puts a whole rule set in the place of the stored one: what it does not hold is deleted. All of it is
   * valid, or nothing changes: INVALID_ARGUMENT names every bad field of every rule; ABORTED, reason
   * ETAG_MISMATCH, when the etag is given and the stored set is another, or that of a rule is. What it
   * says the same as before stays as it is. validate_only tells what would change and stores nothing.
   */
  ReplaceRules: grpc.handleUnaryCall<_flow_v1_ReplaceRulesRequest__Output, _flow_v1_ReplaceRulesResponse>;
  
  /**
   * What each gateway passed, refused and measured, second by second; and the sum, for people to watch.
   */
  ReportTraffic: grpc.handleClientStreamingCall<_flow_v1_ReportTrafficRequest__Output, _flow_v1_ReportTrafficResponse>;
  
  /**
   * Puts the rules back as they were at a revision of the history; itself a change, which can be rolled
   * back. NOT_FOUND, reason REVISION_NOT_KEPT, when the history no longer reaches back that far.
   */
  RollBackRules: grpc.handleUnaryCall<_flow_v1_RollBackRulesRequest__Output, _flow_v1_RollBackRulesResponse>;
  
  RotateCallerKey: grpc.handleUnaryCall<_flow_v1_RotateCallerKeyRequest__Output, _flow_v1_RotateCallerKeyResponse>;
  
  /**
   * The whole rule set and the callers, now and after each change. What a gateway follows. Services
   * behind gateways follow it for the rules on their tiers, and are not told of callers.
   */
  WatchPolicy: grpc.handleServerStreamingCall<_flow_v1_WatchPolicyRequest__Output, _flow_v1_WatchPolicyResponse>;
  
  WatchTraffic: grpc.handleServerStreamingCall<_flow_v1_WatchTrafficRequest__Output, _flow_v1_WatchTrafficResponse>;
  
}

export interface FlowControlServiceDefinition extends grpc.ServiceDefinition {
  DeleteCaller: MethodDefinition<_flow_v1_DeleteCallerRequest, _flow_v1_DeleteCallerResponse, _flow_v1_DeleteCallerRequest__Output, _flow_v1_DeleteCallerResponse__Output>
  DeleteRule: MethodDefinition<_flow_v1_DeleteRuleRequest, _flow_v1_DeleteRuleResponse, _flow_v1_DeleteRuleRequest__Output, _flow_v1_DeleteRuleResponse__Output>
  LeaseQuota: MethodDefinition<_flow_v1_LeaseQuotaRequest, _flow_v1_LeaseQuotaResponse, _flow_v1_LeaseQuotaRequest__Output, _flow_v1_LeaseQuotaResponse__Output>
  ListCallers: MethodDefinition<_flow_v1_ListCallersRequest, _flow_v1_ListCallersResponse, _flow_v1_ListCallersRequest__Output, _flow_v1_ListCallersResponse__Output>
  ListRefusals: MethodDefinition<_flow_v1_ListRefusalsRequest, _flow_v1_ListRefusalsResponse, _flow_v1_ListRefusalsRequest__Output, _flow_v1_ListRefusalsResponse__Output>
  ListRuleHistory: MethodDefinition<_flow_v1_ListRuleHistoryRequest, _flow_v1_ListRuleHistoryResponse, _flow_v1_ListRuleHistoryRequest__Output, _flow_v1_ListRuleHistoryResponse__Output>
  ListRules: MethodDefinition<_flow_v1_ListRulesRequest, _flow_v1_ListRulesResponse, _flow_v1_ListRulesRequest__Output, _flow_v1_ListRulesResponse__Output>
  PutCaller: MethodDefinition<_flow_v1_PutCallerRequest, _flow_v1_PutCallerResponse, _flow_v1_PutCallerRequest__Output, _flow_v1_PutCallerResponse__Output>
  PutRule: MethodDefinition<_flow_v1_PutRuleRequest, _flow_v1_PutRuleResponse, _flow_v1_PutRuleRequest__Output, _flow_v1_PutRuleResponse__Output>
  ReplaceRules: MethodDefinition<_flow_v1_ReplaceRulesRequest, _flow_v1_ReplaceRulesResponse, _flow_v1_ReplaceRulesRequest__Output, _flow_v1_ReplaceRulesResponse__Output>
  ReportTraffic: MethodDefinition<_flow_v1_ReportTrafficRequest, _flow_v1_ReportTrafficResponse, _flow_v1_ReportTrafficRequest__Output, _flow_v1_ReportTrafficResponse__Output>
  RollBackRules: MethodDefinition<_flow_v1_RollBackRulesRequest, _flow_v1_RollBackRulesResponse, _flow_v1_RollBackRulesRequest__Output, _flow_v1_RollBackRulesResponse__Output>
  RotateCallerKey: MethodDefinition<_flow_v1_RotateCallerKeyRequest, _flow_v1_RotateCallerKeyResponse, _flow_v1_RotateCallerKeyRequest__Output, _flow_v1_RotateCallerKeyResponse__Output>
  WatchPolicy: MethodDefinition<_flow_v1_WatchPolicyRequest, _flow_v1_WatchPolicyResponse, _flow_v1_WatchPolicyRequest__Output, _flow_v1_WatchPolicyResponse__Output>
  WatchTraffic: MethodDefinition<_flow_v1_WatchTrafficRequest, _flow_v1_WatchTrafficResponse, _flow_v1_WatchTrafficRequest__Output, _flow_v1_WatchTrafficResponse__Output>
}
