// Original file: protos/flow/v1/flow_control_service.proto

import type { Rule as _flow_v1_Rule, Rule__Output as _flow_v1_Rule__Output } from '../../flow/v1/Rule.ts';

export interface PutRuleRequest {
  /**
   * Required.
   */
  'rule'?: (_flow_v1_Rule | null);
  'validateOnly'?: (boolean);
}

export interface PutRuleRequest__Output {
  /**
   * Required.
   */
  'rule': (_flow_v1_Rule__Output | null);
  'validateOnly': (boolean);
}
