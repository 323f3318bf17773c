// Original file: protos/mesh/index/v1/index_service.proto

import type { Long } from '@grpc/proto-loader';

export interface ClearSetAsideResponse {
  'cleared'?: (number | string | Long);
}

export interface ClearSetAsideResponse__Output {
  'cleared': (number);
}
