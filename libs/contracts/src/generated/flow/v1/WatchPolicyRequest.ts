// Original file: protos/flow/v1/flow_control_service.proto

import type { Long } from '@grpc/proto-loader';

export interface WatchPolicyRequest {
  /**
   * 1 to 128 printable ASCII characters.
   */
  'gatewayId'?: (string);
  /**
   * 0 for none, at most 2^53 - 1.
   */
  'knownRevision'?: (number | string | Long);
}

export interface WatchPolicyRequest__Output {
  /**
   * 1 to 128 printable ASCII characters.
   */
  'gatewayId': (string);
  /**
   * 0 for none, at most 2^53 - 1.
   */
  'knownRevision': (number);
}
