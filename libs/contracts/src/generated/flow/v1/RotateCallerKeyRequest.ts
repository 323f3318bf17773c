// Original file: protos/flow/v1/flow_control_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * The old key stays valid for the overlap. FAILED_PRECONDITION CALLER_ENDED once key_expire_time has passed.
 */
export interface RotateCallerKeyRequest {
  /**
   * As Caller.name.
   */
  'name'?: (string);
  /**
   * 0 to 30 days.
   */
  'overlap'?: (_google_protobuf_Duration | null);
}

/**
 * The old key stays valid for the overlap. FAILED_PRECONDITION CALLER_ENDED once key_expire_time has passed.
 */
export interface RotateCallerKeyRequest__Output {
  /**
   * As Caller.name.
   */
  'name': (string);
  /**
   * 0 to 30 days.
   */
  'overlap': (_google_protobuf_Duration__Output | null);
}
