// Original file: protos/flow/v1/flow_control_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

// Original file: protos/flow/v1/flow_control_service.proto

export const _flow_v1_HotspotRule_Key = {
  KEY_UNSPECIFIED: 'KEY_UNSPECIFIED',
  KEY_MEMBER_ID: 'KEY_MEMBER_ID',
  KEY_ACCOUNT: 'KEY_ACCOUNT',
} as const;

export type _flow_v1_HotspotRule_Key =
  | 'KEY_UNSPECIFIED'
  | 0
  | 'KEY_MEMBER_ID'
  | 1
  | 'KEY_ACCOUNT'
  | 2

export type _flow_v1_HotspotRule_Key__Output = typeof _flow_v1_HotspotRule_Key[keyof typeof _flow_v1_HotspotRule_Key]

/**
 * Limits how often one value, such as one abused account, may appear.
 */
export interface HotspotRule {
  /**
   * As in FlowRule. The method must exist.
   */
  'resource'?: (string);
  /**
   * Empty for all callers. A name as in Caller, "*" or empty.
   */
  'caller'?: (string);
  /**
   * Required: one of the known values.
   */
  'key'?: (_flow_v1_HotspotRule_Key);
  /**
   * Cost of one value in each window. Above 0, at most 10^9; with burst at least 1.
   */
  'threshold'?: (number | string);
  /**
   * default 1 s, 10 ms to 1 day
   */
  'window'?: (_google_protobuf_Duration | null);
  /**
   * At most 10^9.
   */
  'burst'?: (number | string);
  /**
   * Thresholds of single values, "12345" or "wechat:o6_bm"; 0 refuses the value. At most 1,000 values
   * of the key, each at most 10^9 and with burst at least 1.
   */
  'overrides'?: ({[key: string]: number | string});
  /**
   * A value is held back this long after it went over; 0 for not longer than the window. At most 1 day.
   */
  'penalty'?: (_google_protobuf_Duration | null);
}

/**
 * Limits how often one value, such as one abused account, may appear.
 */
export interface HotspotRule__Output {
  /**
   * As in FlowRule. The method must exist.
   */
  'resource': (string);
  /**
   * Empty for all callers. A name as in Caller, "*" or empty.
   */
  'caller': (string);
  /**
   * Required: one of the known values.
   */
  'key': (_flow_v1_HotspotRule_Key__Output);
  /**
   * Cost of one value in each window. Above 0, at most 10^9; with burst at least 1.
   */
  'threshold': (number);
  /**
   * default 1 s, 10 ms to 1 day
   */
  'window': (_google_protobuf_Duration__Output | null);
  /**
   * At most 10^9.
   */
  'burst': (number);
  /**
   * Thresholds of single values, "12345" or "wechat:o6_bm"; 0 refuses the value. At most 1,000 values
   * of the key, each at most 10^9 and with burst at least 1.
   */
  'overrides': ({[key: string]: number});
  /**
   * A value is held back this long after it went over; 0 for not longer than the window. At most 1 day.
   */
  'penalty': (_google_protobuf_Duration__Output | null);
}
