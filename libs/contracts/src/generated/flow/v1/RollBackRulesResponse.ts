// Original file: protos/flow/v1/flow_control_service.proto

import type { Rule as _flow_v1_Rule, Rule__Output as _flow_v1_Rule__Output } from '../../flow/v1/Rule.ts';
import type { RuleChange as _flow_v1_RuleChange, RuleChange__Output as _flow_v1_RuleChange__Output } from '../../flow/v1/RuleChange.ts';
import type { Long } from '@grpc/proto-loader';

export interface RollBackRulesResponse {
  /**
   * As in ReplaceRulesResponse.
   */
  'rules'?: (_flow_v1_Rule)[];
  'revision'?: (number | string | Long);
  'etag'?: (string);
  'changes'?: (_flow_v1_RuleChange)[];
}

export interface RollBackRulesResponse__Output {
  /**
   * As in ReplaceRulesResponse.
   */
  'rules': (_flow_v1_Rule__Output)[];
  'revision': (number);
  'etag': (string);
  'changes': (_flow_v1_RuleChange__Output)[];
}
