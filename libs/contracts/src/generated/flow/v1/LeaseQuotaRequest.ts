// Original file: protos/flow/v1/flow_control_service.proto


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
   * 0 to 10^9.
   */
  'wantedPerSecond'?: (number | string);
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
   * 0 to 10^9.
   */
  'wantedPerSecond': (number);
}
