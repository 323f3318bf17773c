// Original file: protos/mesh/index/v1/index_service.proto

import type { Long } from '@grpc/proto-loader';

export interface _mesh_index_v1_VerifyIndexResponse_Difference {
  /**
   * "member:123" or "account:wechat:o6_bm".
   */
  'key'?: (string);
  /**
   * "missing", "older", "different" or "extra"; "undecided" where both sides moved on at every look.
   */
  'kind'?: (string);
  'recordVersion'?: (number | string | Long);
  'indexVersion'?: (number | string | Long);
}

export interface _mesh_index_v1_VerifyIndexResponse_Difference__Output {
  /**
   * "member:123" or "account:wechat:o6_bm".
   */
  'key': (string);
  /**
   * "missing", "older", "different" or "extra"; "undecided" where both sides moved on at every look.
   */
  'kind': (string);
  'recordVersion': (number);
  'indexVersion': (number);
}

export interface _mesh_index_v1_VerifyIndexResponse_Progress {
  'compared'?: (number | string | Long);
  'shardsDone'?: (number);
  'shardsTotal'?: (number);
}

export interface _mesh_index_v1_VerifyIndexResponse_Progress__Output {
  'compared': (number);
  'shardsDone': (number);
  'shardsTotal': (number);
}

export interface _mesh_index_v1_VerifyIndexResponse_Summary {
  'compared'?: (number | string | Long);
  /**
   * Without what is undecided.
   */
  'differences'?: (number | string | Long);
  'undecided'?: (number | string | Long);
}

export interface _mesh_index_v1_VerifyIndexResponse_Summary__Output {
  'compared': (number);
  /**
   * Without what is undecided.
   */
  'differences': (number);
  'undecided': (number);
}

export interface VerifyIndexResponse {
  'progress'?: (_mesh_index_v1_VerifyIndexResponse_Progress | null);
  'difference'?: (_mesh_index_v1_VerifyIndexResponse_Difference | null);
  'summary'?: (_mesh_index_v1_VerifyIndexResponse_Summary | null);
  'event'?: "progress"|"difference"|"summary";
}

export interface VerifyIndexResponse__Output {
  'progress'?: (_mesh_index_v1_VerifyIndexResponse_Progress__Output | null);
  'difference'?: (_mesh_index_v1_VerifyIndexResponse_Difference__Output | null);
  'summary'?: (_mesh_index_v1_VerifyIndexResponse_Summary__Output | null);
  'event'?: "progress"|"difference"|"summary";
}
