// Original file: protos/flow/v1/flow_control_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

export interface WatchTrafficRequest {
  /**
   * 1 s to 60 s, default 1 s.
   */
  'every'?: (_google_protobuf_Duration | null);
}

export interface WatchTrafficRequest__Output {
  /**
   * 1 s to 60 s, default 1 s.
   */
  'every': (_google_protobuf_Duration__Output | null);
}
