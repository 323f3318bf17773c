// Original file: protos/flow/v1/flow_control_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * Protects a gateway as a whole. Fields left 0 are not checked.
 */
export interface SystemRule {
  /**
   * At most 10^9; 0 or at least 1.
   */
  'costPerSecondMax'?: (number | string);
  /**
   * At most 1,000,000.
   */
  'concurrencyMax'?: (number);
  /**
   * At most 1 day.
   */
  'eventLoopDelayMax'?: (_google_protobuf_Duration | null);
  /**
   * At most 1 day.
   */
  'responseTimeMeanMax'?: (_google_protobuf_Duration | null);
  /**
   * Sheds MARKETING first, then ORDER; OPS is never shed.
   */
  'adaptiveConcurrency'?: (boolean);
}

/**
 * Protects a gateway as a whole. Fields left 0 are not checked.
 */
export interface SystemRule__Output {
  /**
   * At most 10^9; 0 or at least 1.
   */
  'costPerSecondMax': (number);
  /**
   * At most 1,000,000.
   */
  'concurrencyMax': (number);
  /**
   * At most 1 day.
   */
  'eventLoopDelayMax': (_google_protobuf_Duration__Output | null);
  /**
   * At most 1 day.
   */
  'responseTimeMeanMax': (_google_protobuf_Duration__Output | null);
  /**
   * Sheds MARKETING first, then ORDER; OPS is never shed.
   */
  'adaptiveConcurrency': (boolean);
}
