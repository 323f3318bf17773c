// Original file: protos/flow/v1/flow_control_service.proto


export interface ListRuleHistoryRequest {
  /**
   * Empty for all rules, else as Rule.rule_id.
   */
  'ruleId'?: (string);
  /**
   * 1 to 200, default 50.
   */
  'pageSize'?: (number);
  /**
   * Empty for the first page, else the next_page_token of an answer.
   */
  'pageToken'?: (string);
}

export interface ListRuleHistoryRequest__Output {
  /**
   * Empty for all rules, else as Rule.rule_id.
   */
  'ruleId': (string);
  /**
   * 1 to 200, default 50.
   */
  'pageSize': (number);
  /**
   * Empty for the first page, else the next_page_token of an answer.
   */
  'pageToken': (string);
}
