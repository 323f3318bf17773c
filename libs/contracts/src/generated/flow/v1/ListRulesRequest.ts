// Original file: protos/flow/v1/flow_control_service.proto


export interface ListRulesRequest {
  /**
   * Empty for all, else a resource exactly as rules have it: at most 256 bytes.
   */
  'resource'?: (string);
}

export interface ListRulesRequest__Output {
  /**
   * Empty for all, else a resource exactly as rules have it: at most 256 bytes.
   */
  'resource': (string);
}
