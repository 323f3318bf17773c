// Original file: protos/flow/v1/flow_control_service.proto

import type { Rule as _flow_v1_Rule, Rule__Output as _flow_v1_Rule__Output } from '../../flow/v1/Rule.ts';
import type { Long } from '@grpc/proto-loader';

export interface PutRuleResponse {
  'rule'?: (_flow_v1_Rule | null);
  'revision'?: (number | string | Long);
}

export interface PutRuleResponse__Output {
  'rule': (_flow_v1_Rule__Output | null);
  'revision': (number);
}
