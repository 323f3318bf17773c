// Original file: protos/flow/v1/flow_control_service.proto

import type { Caller as _flow_v1_Caller, Caller__Output as _flow_v1_Caller__Output } from '../../flow/v1/Caller.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface _flow_v1_CallerCredential_KeyHash {
  'sha256'?: (Buffer | Uint8Array | string);
  'expireTime'?: (_google_protobuf_Timestamp | null);
}

export interface _flow_v1_CallerCredential_KeyHash__Output {
  'sha256': (Buffer);
  'expireTime': (_google_protobuf_Timestamp__Output | null);
}

export interface CallerCredential {
  'caller'?: (_flow_v1_Caller | null);
  'keys'?: (_flow_v1_CallerCredential_KeyHash)[];
}

export interface CallerCredential__Output {
  'caller': (_flow_v1_Caller__Output | null);
  'keys': (_flow_v1_CallerCredential_KeyHash__Output)[];
}
