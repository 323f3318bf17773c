// Original file: protos/mesh/index/v1/index_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

export interface SetAside {
  'cluster'?: (string);
  'streamSequence'?: (number | string | Long);
  'key'?: (string);
  'version'?: (number | string | Long);
  'reason'?: (string);
  'setAsideTime'?: (_google_protobuf_Timestamp | null);
  'payload'?: (Buffer | Uint8Array | string);
}

export interface SetAside__Output {
  'cluster': (string);
  'streamSequence': (number);
  'key': (string);
  'version': (number);
  'reason': (string);
  'setAsideTime': (_google_protobuf_Timestamp__Output | null);
  'payload': (Buffer);
}
