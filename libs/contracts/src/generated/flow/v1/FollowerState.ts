// Original file: protos/flow/v1/flow_control_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A gateway, or a service behind gateways that follows the rules on its tiers.
 */
export interface FollowerState {
  'gatewayId'?: (string);
  'policyRevision'?: (number | string | Long);
}

/**
 * A gateway, or a service behind gateways that follows the rules on its tiers.
 */
export interface FollowerState__Output {
  'gatewayId': (string);
  'policyRevision': (number);
}
