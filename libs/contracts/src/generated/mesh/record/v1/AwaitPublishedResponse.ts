// Original file: protos/mesh/record/v1/record_service.proto

import type { Long } from '@grpc/proto-loader';

export interface AwaitPublishedResponse {
  /**
   * The change stream's last sequence at that moment.
   */
  'streamSequence'?: (number | string | Long);
}

export interface AwaitPublishedResponse__Output {
  /**
   * The change stream's last sequence at that moment.
   */
  'streamSequence': (number);
}
