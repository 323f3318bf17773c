// Original file: protos/flow/v1/flow_control_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

// Original file: protos/flow/v1/flow_control_service.proto

export const _flow_v1_DegradeRule_Fallback = {
  /**
   * as FAIL_FAST
   */
  FALLBACK_UNSPECIFIED: 'FALLBACK_UNSPECIFIED',
  /**
   * UNAVAILABLE with RetryInfo
   */
  FALLBACK_FAIL_FAST: 'FALLBACK_FAIL_FAST',
  /**
   * Answer as CONSISTENCY_AVAILABLE would, where the call is a read.
   */
  FALLBACK_SERVE_AVAILABLE: 'FALLBACK_SERVE_AVAILABLE',
} as const;

export type _flow_v1_DegradeRule_Fallback =
  /**
   * as FAIL_FAST
   */
  | 'FALLBACK_UNSPECIFIED'
  | 0
  /**
   * UNAVAILABLE with RetryInfo
   */
  | 'FALLBACK_FAIL_FAST'
  | 1
  /**
   * Answer as CONSISTENCY_AVAILABLE would, where the call is a read.
   */
  | 'FALLBACK_SERVE_AVAILABLE'
  | 2

export type _flow_v1_DegradeRule_Fallback__Output = typeof _flow_v1_DegradeRule_Fallback[keyof typeof _flow_v1_DegradeRule_Fallback]

// Original file: protos/flow/v1/flow_control_service.proto

export const _flow_v1_DegradeRule_Strategy = {
  STRATEGY_UNSPECIFIED: 'STRATEGY_UNSPECIFIED',
  /**
   * mean above slow_after
   */
  STRATEGY_AVERAGE_RESPONSE_TIME: 'STRATEGY_AVERAGE_RESPONSE_TIME',
  /**
   * share of calls slower than slow_after, above threshold
   */
  STRATEGY_SLOW_RATIO: 'STRATEGY_SLOW_RATIO',
  /**
   * share of failed calls above threshold
   */
  STRATEGY_ERROR_RATIO: 'STRATEGY_ERROR_RATIO',
  /**
   * failed calls above threshold
   */
  STRATEGY_ERROR_COUNT: 'STRATEGY_ERROR_COUNT',
} as const;

export type _flow_v1_DegradeRule_Strategy =
  | 'STRATEGY_UNSPECIFIED'
  | 0
  /**
   * mean above slow_after
   */
  | 'STRATEGY_AVERAGE_RESPONSE_TIME'
  | 1
  /**
   * share of calls slower than slow_after, above threshold
   */
  | 'STRATEGY_SLOW_RATIO'
  | 2
  /**
   * share of failed calls above threshold
   */
  | 'STRATEGY_ERROR_RATIO'
  | 3
  /**
   * failed calls above threshold
   */
  | 'STRATEGY_ERROR_COUNT'
  | 4

export type _flow_v1_DegradeRule_Strategy__Output = typeof _flow_v1_DegradeRule_Strategy[keyof typeof _flow_v1_DegradeRule_Strategy]

/**
 * Stops calling what is failing or slow, and asks again later.
 */
export interface DegradeRule {
  /**
   * A resource as in FlowRule, judged by gateways; or a tier, "tier:elastic/order-a", "tier:redis/a",
   * "tier:mysql/0", judged by the services that call it. The method or the tier must exist.
   */
  'resource'?: (string);
  /**
   * Required: one of the known values.
   */
  'strategy'?: (_flow_v1_DegradeRule_Strategy);
  /**
   * A ratio: above 0, at most 1. A count: above 0, at most 10^9.
   */
  'threshold'?: (number | string);
  /**
   * Above 0, at most 1 day; required to judge by time.
   */
  'slowAfter'?: (_google_protobuf_Duration | null);
  /**
   * default 5, at most 1,000,000
   */
  'minRequests'?: (number);
  /**
   * default 1 s, sliding, 10 ms to 1 day
   */
  'statWindow'?: (_google_protobuf_Duration | null);
  /**
   * Required: above 0, at most 1 day.
   */
  'openFor'?: (_google_protobuf_Duration | null);
  /**
   * half-open successes needed to close, default 1, at most 1,000,000
   */
  'probes'?: (number);
  /**
   * One of the known values.
   */
  'fallback'?: (_flow_v1_DegradeRule_Fallback);
}

/**
 * Stops calling what is failing or slow, and asks again later.
 */
export interface DegradeRule__Output {
  /**
   * A resource as in FlowRule, judged by gateways; or a tier, "tier:elastic/order-a", "tier:redis/a",
   * "tier:mysql/0", judged by the services that call it. The method or the tier must exist.
   */
  'resource': (string);
  /**
   * Required: one of the known values.
   */
  'strategy': (_flow_v1_DegradeRule_Strategy__Output);
  /**
   * A ratio: above 0, at most 1. A count: above 0, at most 10^9.
   */
  'threshold': (number);
  /**
   * Above 0, at most 1 day; required to judge by time.
   */
  'slowAfter': (_google_protobuf_Duration__Output | null);
  /**
   * default 5, at most 1,000,000
   */
  'minRequests': (number);
  /**
   * default 1 s, sliding, 10 ms to 1 day
   */
  'statWindow': (_google_protobuf_Duration__Output | null);
  /**
   * Required: above 0, at most 1 day.
   */
  'openFor': (_google_protobuf_Duration__Output | null);
  /**
   * half-open successes needed to close, default 1, at most 1,000,000
   */
  'probes': (number);
  /**
   * One of the known values.
   */
  'fallback': (_flow_v1_DegradeRule_Fallback__Output);
}
