// Original file: protos/flow/v1/flow_control_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Long } from '@grpc/proto-loader';

export interface LeaseQuotaResponse {
  'ruleId'?: (string);
  'grantedPerSecond'?: (number | string);
  'expireTime'?: (_google_protobuf_Timestamp | null);
  /**
   * What the gateway falls back to when it cannot renew: its fair share, never the whole threshold.
   */
  'fallbackPerSecond'?: (number | string);
  /**
   * Of the request that this answers.
   */
  'ask'?: (number | string | Long);
  /**
   * Greater than that of every earlier grant of the rule; 0 when nothing is granted now.
   */
  'grantId'?: (number | string | Long);
  /**
   * What any window may pass, wherever it starts.
   */
  'share'?: (number | string);
  'fairShare'?: (number | string);
  /**
   * How long the share may be used, from when the gateway asked, by its own clock.
   */
  'usable'?: (_google_protobuf_Duration | null);
  /**
   * When the fair share may be used without a lease, from when the gateway asked.
   */
  'fairAfter'?: (_google_protobuf_Duration | null);
  /**
   * When nothing is granted: when to ask again.
   */
  'retryIn'?: (_google_protobuf_Duration | null);
}

export interface LeaseQuotaResponse__Output {
  'ruleId': (string);
  'grantedPerSecond': (number);
  'expireTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * What the gateway falls back to when it cannot renew: its fair share, never the whole threshold.
   */
  'fallbackPerSecond': (number);
  /**
   * Of the request that this answers.
   */
  'ask': (number);
  /**
   * Greater than that of every earlier grant of the rule; 0 when nothing is granted now.
   */
  'grantId': (number);
  /**
   * What any window may pass, wherever it starts.
   */
  'share': (number);
  'fairShare': (number);
  /**
   * How long the share may be used, from when the gateway asked, by its own clock.
   */
  'usable': (_google_protobuf_Duration__Output | null);
  /**
   * When the fair share may be used without a lease, from when the gateway asked.
   */
  'fairAfter': (_google_protobuf_Duration__Output | null);
  /**
   * When nothing is granted: when to ask again.
   */
  'retryIn': (_google_protobuf_Duration__Output | null);
}
