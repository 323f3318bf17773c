// Original file: protos/flow/v1/flow_control_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { ResourceTraffic as _flow_v1_ResourceTraffic, ResourceTraffic__Output as _flow_v1_ResourceTraffic__Output } from '../../flow/v1/ResourceTraffic.ts';

export interface ReportTrafficRequest {
  /**
   * As WatchPolicyRequest.gateway_id.
   */
  'gatewayId'?: (string);
  /**
   * A time of the years 1 to 9999.
   */
  'second'?: (_google_protobuf_Timestamp | null);
  /**
   * At most 10,000.
   */
  'resources'?: (_flow_v1_ResourceTraffic)[];
}

export interface ReportTrafficRequest__Output {
  /**
   * As WatchPolicyRequest.gateway_id.
   */
  'gatewayId': (string);
  /**
   * A time of the years 1 to 9999.
   */
  'second': (_google_protobuf_Timestamp__Output | null);
  /**
   * At most 10,000.
   */
  'resources': (_flow_v1_ResourceTraffic__Output)[];
}
