// Original file: protos/flow/v1/flow_control_service.proto

import type { Long } from '@grpc/proto-loader';

export interface RollBackRulesRequest {
  /**
   * Required: a revision that the history reaches back to, of a rule's change or after one. 1 to 2^53 - 1.
   */
  'revision'?: (number | string | Long);
  /**
   * Empty for whatever is stored, else ListRulesResponse.etag: at most 64 bytes.
   */
  'etag'?: (string);
  'validateOnly'?: (boolean);
}

export interface RollBackRulesRequest__Output {
  /**
   * Required: a revision that the history reaches back to, of a rule's change or after one. 1 to 2^53 - 1.
   */
  'revision': (number);
  /**
   * Empty for whatever is stored, else ListRulesResponse.etag: at most 64 bytes.
   */
  'etag': (string);
  'validateOnly': (boolean);
}
