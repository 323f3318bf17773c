// Original file: protos/mesh/index/v1/index_service.proto

import type { Long } from '@grpc/proto-loader';

export interface RebuildIndexResponse {
  'phase'?: (string);
  'rowsDone'?: (number | string | Long);
  'shardsDone'?: (number);
  'shardsTotal'?: (number);
  'rowsPerSecond'?: (number | string);
  'done'?: (boolean);
  'resumed'?: (boolean);
}

export interface RebuildIndexResponse__Output {
  'phase': (string);
  'rowsDone': (number);
  'shardsDone': (number);
  'shardsTotal': (number);
  'rowsPerSecond': (number);
  'done': (boolean);
  'resumed': (boolean);
}
