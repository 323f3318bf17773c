// Original file: protos/flow/v1/flow_control_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Long } from '@grpc/proto-loader';

export interface Refusal {
  'refuseTime'?: (_google_protobuf_Timestamp | null);
  'gatewayId'?: (string);
  'caller'?: (string);
  'resource'?: (string);
  'ruleId'?: (string);
  'policyRevision'?: (number | string | Long);
  'used'?: (number | string);
  'threshold'?: (number | string);
  'retryAfter'?: (_google_protobuf_Duration | null);
  'shadow'?: (boolean);
}

export interface Refusal__Output {
  'refuseTime': (_google_protobuf_Timestamp__Output | null);
  'gatewayId': (string);
  'caller': (string);
  'resource': (string);
  'ruleId': (string);
  'policyRevision': (number);
  'used': (number);
  'threshold': (number);
  'retryAfter': (_google_protobuf_Duration__Output | null);
  'shadow': (boolean);
}
