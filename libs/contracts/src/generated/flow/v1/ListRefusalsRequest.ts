// Original file: protos/flow/v1/flow_control_service.proto


export interface ListRefusalsRequest {
  /**
   * Empty for all, else as Caller.name.
   */
  'caller'?: (string);
  /**
   * Empty for all, else as Rule.rule_id.
   */
  'ruleId'?: (string);
  /**
   * 1 to 200, default 50.
   */
  'pageSize'?: (number);
}

export interface ListRefusalsRequest__Output {
  /**
   * Empty for all, else as Caller.name.
   */
  'caller': (string);
  /**
   * Empty for all, else as Rule.rule_id.
   */
  'ruleId': (string);
  /**
   * 1 to 200, default 50.
   */
  'pageSize': (number);
}
