// Original file: protos/flow/v1/flow_control_service.proto

import type { Rule as _flow_v1_Rule, Rule__Output as _flow_v1_Rule__Output } from '../../flow/v1/Rule.ts';

export interface ReplaceRulesRequest {
  /**
   * At most 1,000.
   */
  'rules'?: (_flow_v1_Rule)[];
  /**
   * Empty for whatever is stored, else ListRulesResponse.etag: at most 64 bytes.
   */
  'etag'?: (string);
  'validateOnly'?: (boolean);
}

export interface ReplaceRulesRequest__Output {
  /**
   * At most 1,000.
   */
  'rules': (_flow_v1_Rule__Output)[];
  /**
   * Empty for whatever is stored, else ListRulesResponse.etag: at most 64 bytes.
   */
  'etag': (string);
  'validateOnly': (boolean);
}
