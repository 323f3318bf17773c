// Original file: protos/mesh/record/v1/record_service.proto

import type { Long } from '@grpc/proto-loader';

export interface GroupStatus {
  'group'?: (number);
  'primaryAddress'?: (string);
  'epoch'?: (number | string | Long);
  'outboxUnpublished'?: (number | string | Long);
  'outboxRows'?: (number | string | Long);
  'semiSync'?: (boolean);
  'semiSyncReplicas'?: (number);
  'reachable'?: (boolean);
  'shardCount'?: (number);
}

export interface GroupStatus__Output {
  'group': (number);
  'primaryAddress': (string);
  'epoch': (number);
  'outboxUnpublished': (number);
  'outboxRows': (number);
  'semiSync': (boolean);
  'semiSyncReplicas': (number);
  'reachable': (boolean);
  'shardCount': (number);
}
