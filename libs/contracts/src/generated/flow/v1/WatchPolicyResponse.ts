// Original file: protos/flow/v1/flow_control_service.proto

import type { Rule as _flow_v1_Rule, Rule__Output as _flow_v1_Rule__Output } from '../../flow/v1/Rule.ts';
import type { CallerCredential as _flow_v1_CallerCredential, CallerCredential__Output as _flow_v1_CallerCredential__Output } from '../../flow/v1/CallerCredential.ts';
import type { Long } from '@grpc/proto-loader';

export interface WatchPolicyResponse {
  'revision'?: (number | string | Long);
  'rules'?: (_flow_v1_Rule)[];
  'callers'?: (_flow_v1_CallerCredential)[];
}

export interface WatchPolicyResponse__Output {
  'revision': (number);
  'rules': (_flow_v1_Rule__Output)[];
  'callers': (_flow_v1_CallerCredential__Output)[];
}
