// Original file: protos/mesh/record/v1/record_service.proto

import type { Long } from '@grpc/proto-loader';

export interface ImportOutcome {
  'number'?: (number | string | Long);
  /**
   * Empty when refused.
   */
  'memberId'?: (string);
  /**
   * A reason such as ACCOUNT_ALREADY_BOUND, INVALID_FIELD or REQUEST_ID_REUSED; empty when written.
   */
  'refusedReason'?: (string);
  'refusedField'?: (string);
  'detail'?: (string);
}

export interface ImportOutcome__Output {
  'number': (number);
  /**
   * Empty when refused.
   */
  'memberId': (string);
  /**
   * A reason such as ACCOUNT_ALREADY_BOUND, INVALID_FIELD or REQUEST_ID_REUSED; empty when written.
   */
  'refusedReason': (string);
  'refusedField': (string);
  'detail': (string);
}
