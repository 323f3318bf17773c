// Original file: protos/flow/v1/flow_control_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Long } from '@grpc/proto-loader';

export interface Refusal {
  /**
   * A time of the years 1 to 9999.
   */
  'refuseTime'?: (_google_protobuf_Timestamp | null);
  /**
   * As WatchPolicyRequest.gateway_id; whoever reports is meant, whatever it says here.
   */
  'gatewayId'?: (string);
  /**
   * As Caller.name.
   */
  'caller'?: (string);
  /**
   * A method, as in FlowRule: at most 256 bytes.
   */
  'resource'?: (string);
  /**
   * As Rule.rule_id.
   */
  'ruleId'?: (string);
  /**
   * 0 to 2^53 - 1.
   */
  'policyRevision'?: (number | string | Long);
  /**
   * 0 to 10^12.
   */
  'used'?: (number | string);
  /**
   * 0 to 10^12.
   */
  'threshold'?: (number | string);
  /**
   * Unset when no time can be told. At most 1 day.
   */
  'retryAfter'?: (_google_protobuf_Duration | null);
  'shadow'?: (boolean);
}

export interface Refusal__Output {
  /**
   * A time of the years 1 to 9999.
   */
  'refuseTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * As WatchPolicyRequest.gateway_id; whoever reports is meant, whatever it says here.
   */
  'gatewayId': (string);
  /**
   * As Caller.name.
   */
  'caller': (string);
  /**
   * A method, as in FlowRule: at most 256 bytes.
   */
  'resource': (string);
  /**
   * As Rule.rule_id.
   */
  'ruleId': (string);
  /**
   * 0 to 2^53 - 1.
   */
  'policyRevision': (number);
  /**
   * 0 to 10^12.
   */
  'used': (number);
  /**
   * 0 to 10^12.
   */
  'threshold': (number);
  /**
   * Unset when no time can be told. At most 1 day.
   */
  'retryAfter': (_google_protobuf_Duration__Output | null);
  'shadow': (boolean);
}
