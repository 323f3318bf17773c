// Original file: protos/flow/v1/flow_control_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface LeaseQuotaResponse {
  'ruleId'?: (string);
  'grantedPerSecond'?: (number | string);
  'expireTime'?: (_google_protobuf_Timestamp | null);
  /**
   * What the gateway falls back to when it cannot renew: its fair share, never the whole threshold.
   */
  'fallbackPerSecond'?: (number | string);
}

export interface LeaseQuotaResponse__Output {
  'ruleId': (string);
  'grantedPerSecond': (number);
  'expireTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * What the gateway falls back to when it cannot renew: its fair share, never the whole threshold.
   */
  'fallbackPerSecond': (number);
}
