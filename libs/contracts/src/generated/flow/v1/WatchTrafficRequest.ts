// Original file: protos/flow/v1/flow_control_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface WatchTrafficRequest {
  /**
   * 1 s to 60 s, in whole seconds, default 1 s.
   */
  'every'?: (_google_protobuf_Duration | null);
  /**
   * Unset for what comes from now on; else what is kept from then on comes first: an hour of seconds, and
   * where every is 60 s a day of minutes. A time of the years 1 to 9999.
   */
  'from'?: (_google_protobuf_Timestamp | null);
}

export interface WatchTrafficRequest__Output {
  /**
   * 1 s to 60 s, in whole seconds, default 1 s.
   */
  'every': (_google_protobuf_Duration__Output | null);
  /**
   * Unset for what comes from now on; else what is kept from then on comes first: an hour of seconds, and
   * where every is 60 s a day of minutes. A time of the years 1 to 9999.
   */
  'from': (_google_protobuf_Timestamp__Output | null);
}
