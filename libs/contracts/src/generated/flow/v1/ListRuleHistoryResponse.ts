// Original file: protos/flow/v1/flow_control_service.proto

import type { RuleChange as _flow_v1_RuleChange, RuleChange__Output as _flow_v1_RuleChange__Output } from '../../flow/v1/RuleChange.ts';

export interface ListRuleHistoryResponse {
  'changes'?: (_flow_v1_RuleChange)[];
  'nextPageToken'?: (string);
}

export interface ListRuleHistoryResponse__Output {
  'changes': (_flow_v1_RuleChange__Output)[];
  'nextPageToken': (string);
}
