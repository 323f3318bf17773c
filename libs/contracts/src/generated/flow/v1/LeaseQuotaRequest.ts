// Original file: protos/flow/v1/flow_control_service.proto

import type { HeldLease as _flow_v1_HeldLease, HeldLease__Output as _flow_v1_HeldLease__Output } from '../../flow/v1/HeldLease.ts';
import type { Long } from '@grpc/proto-loader';

export interface LeaseQuotaRequest {
  /**
   * As WatchPolicyRequest.gateway_id.
   */
  'gatewayId'?: (string);
  /**
   * As Rule.rule_id.
   */
  'ruleId'?: (string);
  /**
   * 0 to 10^9; wanted says it where it is given.
   */
  'wantedPerSecond'?: (number | string);
  /**
   * Of the gateway's process: greater after each restart. 1 to 2^53 - 1.
   */
  'incarnation'?: (number | string | Long);
  /**
   * Counts the asks of this process about this rule; the answer repeats it. 1 to 2^53 - 1.
   */
  'ask'?: (number | string | Long);
  /**
   * Cost that callers want in one window, passed or not; of CONCURRENCY, calls in progress. 0 to 10^12.
   */
  'wanted'?: (number | string);
  /**
   * What the gateway's window holds now. 0 to 10^12.
   */
  'used'?: (number | string);
  /**
   * A gateway of weight 2 counts as two; 0 is 1. At most 1,000.
   */
  'weight'?: (number | string);
  /**
   * The newest grant that the gateway knows; unset before the first.
   */
  'held'?: (_flow_v1_HeldLease | null);
  /**
   * The policy that the gateway follows: the answer is about this rule, or waits. 0 to 2^53 - 1.
   */
  'policyRevision'?: (number | string | Long);
}

export interface LeaseQuotaRequest__Output {
  /**
   * As WatchPolicyRequest.gateway_id.
   */
  'gatewayId': (string);
  /**
   * As Rule.rule_id.
   */
  'ruleId': (string);
  /**
   * 0 to 10^9; wanted says it where it is given.
   */
  'wantedPerSecond': (number);
  /**
   * Of the gateway's process: greater after each restart. 1 to 2^53 - 1.
   */
  'incarnation': (number);
  /**
   * Counts the asks of this process about this rule; the answer repeats it. 1 to 2^53 - 1.
   */
  'ask': (number);
  /**
   * Cost that callers want in one window, passed or not; of CONCURRENCY, calls in progress. 0 to 10^12.
   */
  'wanted': (number);
  /**
   * What the gateway's window holds now. 0 to 10^12.
   */
  'used': (number);
  /**
   * A gateway of weight 2 counts as two; 0 is 1. At most 1,000.
   */
  'weight': (number);
  /**
   * The newest grant that the gateway knows; unset before the first.
   */
  'held': (_flow_v1_HeldLease__Output | null);
  /**
   * The policy that the gateway follows: the answer is about this rule, or waits. 0 to 2^53 - 1.
   */
  'policyRevision': (number);
}
