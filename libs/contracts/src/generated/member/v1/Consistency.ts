// Original file: protos/member/v1/member_query_service.proto

export const Consistency = {
  /**
   * Never older than any write that was acknowledged before this read began, while every tier is up.
   */
  CONSISTENCY_UNSPECIFIED: 'CONSISTENCY_UNSPECIFIED',
  /**
   * From the system of record, past cache and index. Slower, and limited in rate.
   */
  CONSISTENCY_AUTHORITATIVE: 'CONSISTENCY_AUTHORITATIVE',
  /**
   * Whatever answers first, also when a tier is down; ReadInfo tells how old it may be.
   */
  CONSISTENCY_AVAILABLE: 'CONSISTENCY_AVAILABLE',
} as const;

export type Consistency =
  /**
   * Never older than any write that was acknowledged before this read began, while every tier is up.
   */
  | 'CONSISTENCY_UNSPECIFIED'
  | 0
  /**
   * From the system of record, past cache and index. Slower, and limited in rate.
   */
  | 'CONSISTENCY_AUTHORITATIVE'
  | 1
  /**
   * Whatever answers first, also when a tier is down; ReadInfo tells how old it may be.
   */
  | 'CONSISTENCY_AVAILABLE'
  | 2

export type Consistency__Output = typeof Consistency[keyof typeof Consistency]
