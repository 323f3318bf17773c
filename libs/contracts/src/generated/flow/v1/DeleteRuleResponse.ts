// Original file: protos/flow/v1/flow_control_service.proto

import type { Long } from '@grpc/proto-loader';

export interface DeleteRuleResponse {
  'revision'?: (number | string | Long);
}

export interface DeleteRuleResponse__Output {
  'revision': (number);
}
