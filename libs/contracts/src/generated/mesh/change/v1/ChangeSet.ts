// Original file: protos/mesh/change/v1/change.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { Change as _mesh_change_v1_Change, Change__Output as _mesh_change_v1_Change__Output } from '../../../mesh/change/v1/Change.ts';

/**
 * One message of the stream. Subject "member.changes.<group>"; header Nats-Msg-Id is
 * "<group>-<shard>-<outbox id>", header traceparent the trace of the write.
 */
export interface ChangeSet {
  'commitTime'?: (_google_protobuf_Timestamp | null);
  'changes'?: (_mesh_change_v1_Change)[];
}

/**
 * One message of the stream. Subject "member.changes.<group>"; header Nats-Msg-Id is
 * "<group>-<shard>-<outbox id>", header traceparent the trace of the write.
 */
export interface ChangeSet__Output {
  'commitTime': (_google_protobuf_Timestamp__Output | null);
  'changes': (_mesh_change_v1_Change__Output)[];
}
