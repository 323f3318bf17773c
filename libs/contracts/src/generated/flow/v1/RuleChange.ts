// Original file: protos/flow/v1/flow_control_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Rule as _flow_v1_Rule, Rule__Output as _flow_v1_Rule__Output } from '../../flow/v1/Rule.ts';
import type { Long } from '@grpc/proto-loader';

export interface RuleChange {
  'revision'?: (number | string | Long);
  'changeTime'?: (_google_protobuf_Timestamp | null);
  'changedBy'?: (string);
  'before'?: (_flow_v1_Rule | null);
  'after'?: (_flow_v1_Rule | null);
}

export interface RuleChange__Output {
  'revision': (number);
  'changeTime': (_google_protobuf_Timestamp__Output | null);
  'changedBy': (string);
  'before': (_flow_v1_Rule__Output | null);
  'after': (_flow_v1_Rule__Output | null);
}
