// Original file: protos/flow/v1/flow_control_service.proto

import type { Rule as _flow_v1_Rule, Rule__Output as _flow_v1_Rule__Output } from '../../flow/v1/Rule.ts';
import type { Long } from '@grpc/proto-loader';

export interface ListRulesResponse {
  'rules'?: (_flow_v1_Rule)[];
  'revision'?: (number | string | Long);
  /**
   * Of the whole set, whatever resource was asked for; another after each change of any rule.
   */
  'etag'?: (string);
}

export interface ListRulesResponse__Output {
  'rules': (_flow_v1_Rule__Output)[];
  'revision': (number);
  /**
   * Of the whole set, whatever resource was asked for; another after each change of any rule.
   */
  'etag': (string);
}
