// Original file: protos/mesh/index/v1/index_service.proto

import type { Long } from '@grpc/proto-loader';

export interface ClusterStatus {
  /**
   * "order-a", "order-b" or "marketing".
   */
  'cluster'?: (string);
  'reachable'?: (boolean);
  /**
   * Everything up to this sequence of the change stream is applied.
   */
  'appliedSequence'?: (number | string | Long);
  'lastSequence'?: (number | string | Long);
  /**
   * Age of the oldest change not applied; 0 when there is none.
   */
  'lagMs'?: (number | string | Long);
  'members'?: (number | string | Long);
  'accounts'?: (number | string | Long);
  'setAside'?: (number | string | Long);
  /**
   * "serving", "rebuilding" or "missing".
   */
  'state'?: (string);
  /**
   * How much of the room for changes set aside is taken, of all clusters together, 0 to 1. Where there
   * is none left, changes that cannot be applied wait in the change stream.
   */
  'setAsideFill'?: (number | string);
}

export interface ClusterStatus__Output {
  /**
   * "order-a", "order-b" or "marketing".
   */
  'cluster': (string);
  'reachable': (boolean);
  /**
   * Everything up to this sequence of the change stream is applied.
   */
  'appliedSequence': (number);
  'lastSequence': (number);
  /**
   * Age of the oldest change not applied; 0 when there is none.
   */
  'lagMs': (number);
  'members': (number);
  'accounts': (number);
  'setAside': (number);
  /**
   * "serving", "rebuilding" or "missing".
   */
  'state': (string);
  /**
   * How much of the room for changes set aside is taken, of all clusters together, 0 to 1. Where there
   * is none left, changes that cannot be applied wait in the change stream.
   */
  'setAsideFill': (number);
}
