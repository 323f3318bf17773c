// Original file: protos/flow/v1/flow_control_service.proto

import type { BreakerState as _flow_v1_BreakerState, BreakerState__Output as _flow_v1_BreakerState__Output } from '../../flow/v1/BreakerState.ts';
import type { Long } from '@grpc/proto-loader';

export interface ResourceTraffic {
  /**
   * A resource as in FlowRule, or a tier as in DegradeRule: at most 256 bytes.
   */
  'resource'?: (string);
  /**
   * Empty for all, else as Caller.name.
   */
  'caller'?: (string);
  /**
   * All counts: 0 to 2^53 - 1. All times: 0 to 10^9.
   */
  'passed'?: (number | string | Long);
  'refused'?: (number | string | Long);
  'shadowRefused'?: (number | string | Long);
  'failed'?: (number | string | Long);
  'responseTimeMeanMs'?: (number | string);
  'responseTimeP99Ms'?: (number | string);
  /**
   * One of the known values; of several rules on a resource the worst.
   */
  'breaker'?: (_flow_v1_BreakerState);
}

export interface ResourceTraffic__Output {
  /**
   * A resource as in FlowRule, or a tier as in DegradeRule: at most 256 bytes.
   */
  'resource': (string);
  /**
   * Empty for all, else as Caller.name.
   */
  'caller': (string);
  /**
   * All counts: 0 to 2^53 - 1. All times: 0 to 10^9.
   */
  'passed': (number);
  'refused': (number);
  'shadowRefused': (number);
  'failed': (number);
  'responseTimeMeanMs': (number);
  'responseTimeP99Ms': (number);
  /**
   * One of the known values; of several rules on a resource the worst.
   */
  'breaker': (_flow_v1_BreakerState__Output);
}
