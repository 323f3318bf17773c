// Original file: protos/flow/v1/flow_control_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

// Original file: protos/flow/v1/flow_control_service.proto

export const _flow_v1_Caller_Permission = {
  PERMISSION_UNSPECIFIED: 'PERMISSION_UNSPECIFIED',
  PERMISSION_READ: 'PERMISSION_READ',
  PERMISSION_WRITE: 'PERMISSION_WRITE',
  PERMISSION_GOVERN: 'PERMISSION_GOVERN',
  PERMISSION_OPERATE: 'PERMISSION_OPERATE',
} as const;

export type _flow_v1_Caller_Permission =
  | 'PERMISSION_UNSPECIFIED'
  | 0
  | 'PERMISSION_READ'
  | 1
  | 'PERMISSION_WRITE'
  | 2
  | 'PERMISSION_GOVERN'
  | 3
  | 'PERMISSION_OPERATE'
  | 4

export type _flow_v1_Caller_Permission__Output = typeof _flow_v1_Caller_Permission[keyof typeof _flow_v1_Caller_Permission]

// Original file: protos/flow/v1/flow_control_service.proto

export const _flow_v1_Caller_TrafficClass = {
  TRAFFIC_CLASS_UNSPECIFIED: 'TRAFFIC_CLASS_UNSPECIFIED',
  TRAFFIC_CLASS_ORDER: 'TRAFFIC_CLASS_ORDER',
  TRAFFIC_CLASS_MARKETING: 'TRAFFIC_CLASS_MARKETING',
  TRAFFIC_CLASS_OPS: 'TRAFFIC_CLASS_OPS',
} as const;

export type _flow_v1_Caller_TrafficClass =
  | 'TRAFFIC_CLASS_UNSPECIFIED'
  | 0
  | 'TRAFFIC_CLASS_ORDER'
  | 1
  | 'TRAFFIC_CLASS_MARKETING'
  | 2
  | 'TRAFFIC_CLASS_OPS'
  | 3

export type _flow_v1_Caller_TrafficClass__Output = typeof _flow_v1_Caller_TrafficClass[keyof typeof _flow_v1_Caller_TrafficClass]

export interface Caller {
  /**
   * Lower-case letters, digits and '-', at most 64: "order-service".
   */
  'name'?: (string);
  /**
   * Required: one of the known values.
   */
  'trafficClass'?: (_flow_v1_Caller_TrafficClass);
  /**
   * 1 to 4 different ones.
   */
  'permissions'?: (_flow_v1_Caller_Permission)[];
  'disabled'?: (boolean);
  /**
   * A time of the years 1 to 9999; of a new caller, later than now.
   */
  'keyExpireTime'?: (_google_protobuf_Timestamp | null);
}

export interface Caller__Output {
  /**
   * Lower-case letters, digits and '-', at most 64: "order-service".
   */
  'name': (string);
  /**
   * Required: one of the known values.
   */
  'trafficClass': (_flow_v1_Caller_TrafficClass__Output);
  /**
   * 1 to 4 different ones.
   */
  'permissions': (_flow_v1_Caller_Permission__Output)[];
  'disabled': (boolean);
  /**
   * A time of the years 1 to 9999; of a new caller, later than now.
   */
  'keyExpireTime': (_google_protobuf_Timestamp__Output | null);
}
