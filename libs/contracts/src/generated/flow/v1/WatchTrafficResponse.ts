// Original file: protos/flow/v1/flow_control_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { ResourceTraffic as _flow_v1_ResourceTraffic, ResourceTraffic__Output as _flow_v1_ResourceTraffic__Output } from '../../flow/v1/ResourceTraffic.ts';
import type { HotValue as _flow_v1_HotValue, HotValue__Output as _flow_v1_HotValue__Output } from '../../flow/v1/HotValue.ts';
import type { FollowerState as _flow_v1_FollowerState, FollowerState__Output as _flow_v1_FollowerState__Output } from '../../flow/v1/FollowerState.ts';

export interface WatchTrafficResponse {
  'second'?: (_google_protobuf_Timestamp | null);
  'resources'?: (_flow_v1_ResourceTraffic)[];
  'hotValues'?: (_flow_v1_HotValue)[];
  /**
   * Who reported in this time, and the policy that each runs.
   */
  'followers'?: (_flow_v1_FollowerState)[];
}

export interface WatchTrafficResponse__Output {
  'second': (_google_protobuf_Timestamp__Output | null);
  'resources': (_flow_v1_ResourceTraffic__Output)[];
  'hotValues': (_flow_v1_HotValue__Output)[];
  /**
   * Who reported in this time, and the policy that each runs.
   */
  'followers': (_flow_v1_FollowerState__Output)[];
}
