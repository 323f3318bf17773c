// Original file: protos/flow/v1/flow_control_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { ResourceTraffic as _flow_v1_ResourceTraffic, ResourceTraffic__Output as _flow_v1_ResourceTraffic__Output } from '../../flow/v1/ResourceTraffic.ts';
import type { HotValue as _flow_v1_HotValue, HotValue__Output as _flow_v1_HotValue__Output } from '../../flow/v1/HotValue.ts';
import type { Refusal as _flow_v1_Refusal, Refusal__Output as _flow_v1_Refusal__Output } from '../../flow/v1/Refusal.ts';
import type { Long } from '@grpc/proto-loader';

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
  /**
   * The revision of the policy in force. 0 to 2^53 - 1.
   */
  'policyRevision'?: (number | string | Long);
  /**
   * The hottest values, with or without rules. At most 100.
   */
  'hotValues'?: (_flow_v1_HotValue)[];
  /**
   * Some of this second's refusals: at most 100.
   */
  'refusals'?: (_flow_v1_Refusal)[];
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
  /**
   * The revision of the policy in force. 0 to 2^53 - 1.
   */
  'policyRevision': (number);
  /**
   * The hottest values, with or without rules. At most 100.
   */
  'hotValues': (_flow_v1_HotValue__Output)[];
  /**
   * Some of this second's refusals: at most 100.
   */
  'refusals': (_flow_v1_Refusal__Output)[];
}
