// Original file: protos/flow/v1/flow_control_service.proto

import type { Rule as _flow_v1_Rule, Rule__Output as _flow_v1_Rule__Output } from '../../flow/v1/Rule.ts';
import type { RuleChange as _flow_v1_RuleChange, RuleChange__Output as _flow_v1_RuleChange__Output } from '../../flow/v1/RuleChange.ts';
import type { Long } from '@grpc/proto-loader';

export interface ReplaceRulesResponse {
  /**
   * All rules as they are now, or would be.
   */
  'rules'?: (_flow_v1_Rule)[];
  'revision'?: (number | string | Long);
  'etag'?: (string);
  /**
   * What changed, or would change; by rule_id.
   */
  'changes'?: (_flow_v1_RuleChange)[];
}

export interface ReplaceRulesResponse__Output {
  /**
   * All rules as they are now, or would be.
   */
  'rules': (_flow_v1_Rule__Output)[];
  'revision': (number);
  'etag': (string);
  /**
   * What changed, or would change; by rule_id.
   */
  'changes': (_flow_v1_RuleChange__Output)[];
}
