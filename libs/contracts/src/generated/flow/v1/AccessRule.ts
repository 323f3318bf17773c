// Original file: protos/flow/v1/flow_control_service.proto


/**
 * Which callers may use a resource at all.
 */
export interface AccessRule {
  /**
   * As in FlowRule. The method must exist.
   */
  'resource'?: (string);
  /**
   * At most 1,000 different names of callers, or "*"; allow or deny names one.
   */
  'allow'?: (string)[];
  /**
   * At most 1,000 different names of callers, or "*", none of them allowed by the same rule.
   */
  'deny'?: (string)[];
}

/**
 * Which callers may use a resource at all.
 */
export interface AccessRule__Output {
  /**
   * As in FlowRule. The method must exist.
   */
  'resource': (string);
  /**
   * At most 1,000 different names of callers, or "*"; allow or deny names one.
   */
  'allow': (string)[];
  /**
   * At most 1,000 different names of callers, or "*", none of them allowed by the same rule.
   */
  'deny': (string)[];
}
