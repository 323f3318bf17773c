// Original file: protos/flow/v1/flow_control_service.proto


export interface DeleteRuleRequest {
  /**
   * As Rule.rule_id.
   */
  'ruleId'?: (string);
  /**
   * Empty for whatever is stored, else the one that must be: at most 64 bytes.
   */
  'etag'?: (string);
}

export interface DeleteRuleRequest__Output {
  /**
   * As Rule.rule_id.
   */
  'ruleId': (string);
  /**
   * Empty for whatever is stored, else the one that must be: at most 64 bytes.
   */
  'etag': (string);
}
