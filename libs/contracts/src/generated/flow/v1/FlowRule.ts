// Original file: protos/flow/v1/flow_control_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

// Original file: protos/flow/v1/flow_control_service.proto

export const _flow_v1_FlowRule_Behavior = {
  /**
   * as REJECT
   */
  BEHAVIOR_UNSPECIFIED: 'BEHAVIOR_UNSPECIFIED',
  BEHAVIOR_REJECT: 'BEHAVIOR_REJECT',
  /**
   * From threshold / cold_factor up to threshold over warm_up.
   */
  BEHAVIOR_WARM_UP: 'BEHAVIOR_WARM_UP',
  /**
   * Evenly spaced; a call that would wait longer than queue_timeout is refused at once.
   */
  BEHAVIOR_PACE: 'BEHAVIOR_PACE',
} as const;

export type _flow_v1_FlowRule_Behavior =
  /**
   * as REJECT
   */
  | 'BEHAVIOR_UNSPECIFIED'
  | 0
  | 'BEHAVIOR_REJECT'
  | 1
  /**
   * From threshold / cold_factor up to threshold over warm_up.
   */
  | 'BEHAVIOR_WARM_UP'
  | 2
  /**
   * Evenly spaced; a call that would wait longer than queue_timeout is refused at once.
   */
  | 'BEHAVIOR_PACE'
  | 3

export type _flow_v1_FlowRule_Behavior__Output = typeof _flow_v1_FlowRule_Behavior[keyof typeof _flow_v1_FlowRule_Behavior]

// Original file: protos/flow/v1/flow_control_service.proto

export const _flow_v1_FlowRule_Metric = {
  /**
   * as COST
   */
  METRIC_UNSPECIFIED: 'METRIC_UNSPECIFIED',
  /**
   * Cost in each window. A unary call costs 1; a batch costs the number of its items.
   */
  METRIC_COST: 'METRIC_COST',
  /**
   * Calls in progress.
   */
  METRIC_CONCURRENCY: 'METRIC_CONCURRENCY',
} as const;

export type _flow_v1_FlowRule_Metric =
  /**
   * as COST
   */
  | 'METRIC_UNSPECIFIED'
  | 0
  /**
   * Cost in each window. A unary call costs 1; a batch costs the number of its items.
   */
  | 'METRIC_COST'
  | 1
  /**
   * Calls in progress.
   */
  | 'METRIC_CONCURRENCY'
  | 2

export type _flow_v1_FlowRule_Metric__Output = typeof _flow_v1_FlowRule_Metric[keyof typeof _flow_v1_FlowRule_Metric]

// Original file: protos/flow/v1/flow_control_service.proto

export const _flow_v1_FlowRule_Scope = {
  /**
   * as PER_GATEWAY
   */
  SCOPE_UNSPECIFIED: 'SCOPE_UNSPECIFIED',
  SCOPE_PER_GATEWAY: 'SCOPE_PER_GATEWAY',
  /**
   * The threshold holds over all gateways together.
   */
  SCOPE_GLOBAL: 'SCOPE_GLOBAL',
} as const;

export type _flow_v1_FlowRule_Scope =
  /**
   * as PER_GATEWAY
   */
  | 'SCOPE_UNSPECIFIED'
  | 0
  | 'SCOPE_PER_GATEWAY'
  | 1
  /**
   * The threshold holds over all gateways together.
   */
  | 'SCOPE_GLOBAL'
  | 2

export type _flow_v1_FlowRule_Scope__Output = typeof _flow_v1_FlowRule_Scope[keyof typeof _flow_v1_FlowRule_Scope]

/**
 * Limits how much of a resource callers use.
 */
export interface FlowRule {
  /**
   * A gRPC method, "/member.v1.MemberQueryService/GetMember"; a service, "/member.v1.MemberQueryService/*";
   * "class:marketing" for a traffic class; or "*" for all. The method must exist.
   */
  'resource'?: (string);
  /**
   * A caller's name; "*" for each caller that no other rule on the same resource names; empty for all
   * callers together, one pool. A name as in Caller, "*" or empty.
   */
  'caller'?: (string);
  /**
   * One of the known values.
   */
  'metric'?: (_flow_v1_FlowRule_Metric);
  /**
   * Above 0, at most 10^9; with burst at least 1, for a call costs 1 and would never pass.
   */
  'threshold'?: (number | string);
  /**
   * Added to what may pass at once after a quiet time. With 0, no window of this length, wherever it
   * starts, passes more than the threshold. At most 10^9.
   */
  'burst'?: (number | string);
  /**
   * One of the known values.
   */
  'scope'?: (_flow_v1_FlowRule_Scope);
  /**
   * One of the known values; REJECT where the metric is CONCURRENCY.
   */
  'behavior'?: (_flow_v1_FlowRule_Behavior);
  /**
   * Above 0, at most 1 day; required to warm up.
   */
  'warmUp'?: (_google_protobuf_Duration | null);
  /**
   * default 3, above 1, at most 1,000
   */
  'coldFactor'?: (number | string);
  /**
   * At most 60 s; required to pace.
   */
  'queueTimeout'?: (_google_protobuf_Duration | null);
  /**
   * default 1 s, 10 ms to 1 day
   */
  'window'?: (_google_protobuf_Duration | null);
}

/**
 * Limits how much of a resource callers use.
 */
export interface FlowRule__Output {
  /**
   * A gRPC method, "/member.v1.MemberQueryService/GetMember"; a service, "/member.v1.MemberQueryService/*";
   * "class:marketing" for a traffic class; or "*" for all. The method must exist.
   */
  'resource': (string);
  /**
   * A caller's name; "*" for each caller that no other rule on the same resource names; empty for all
   * callers together, one pool. A name as in Caller, "*" or empty.
   */
  'caller': (string);
  /**
   * One of the known values.
   */
  'metric': (_flow_v1_FlowRule_Metric__Output);
  /**
   * Above 0, at most 10^9; with burst at least 1, for a call costs 1 and would never pass.
   */
  'threshold': (number);
  /**
   * Added to what may pass at once after a quiet time. With 0, no window of this length, wherever it
   * starts, passes more than the threshold. At most 10^9.
   */
  'burst': (number);
  /**
   * One of the known values.
   */
  'scope': (_flow_v1_FlowRule_Scope__Output);
  /**
   * One of the known values; REJECT where the metric is CONCURRENCY.
   */
  'behavior': (_flow_v1_FlowRule_Behavior__Output);
  /**
   * Above 0, at most 1 day; required to warm up.
   */
  'warmUp': (_google_protobuf_Duration__Output | null);
  /**
   * default 3, above 1, at most 1,000
   */
  'coldFactor': (number);
  /**
   * At most 60 s; required to pace.
   */
  'queueTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * default 1 s, 10 ms to 1 day
   */
  'window': (_google_protobuf_Duration__Output | null);
}
