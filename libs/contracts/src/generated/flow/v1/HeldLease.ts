// Original file: protos/flow/v1/flow_control_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Long } from '@grpc/proto-loader';

export interface HeldLease {
  /**
   * 1 to 2^53 - 1.
   */
  'grantId'?: (number | string | Long);
  /**
   * 0 to 10^9.
   */
  'share'?: (number | string);
  /**
   * 0 to 10^9.
   */
  'fairShare'?: (number | string);
  /**
   * How long the share may still be used. At most 1 day.
   */
  'usableFor'?: (_google_protobuf_Duration | null);
}

export interface HeldLease__Output {
  /**
   * 1 to 2^53 - 1.
   */
  'grantId': (number);
  /**
   * 0 to 10^9.
   */
  'share': (number);
  /**
   * 0 to 10^9.
   */
  'fairShare': (number);
  /**
   * How long the share may still be used. At most 1 day.
   */
  'usableFor': (_google_protobuf_Duration__Output | null);
}
