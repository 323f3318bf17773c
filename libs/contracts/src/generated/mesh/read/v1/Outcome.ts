// Original file: protos/mesh/read/v1/member_read_service.proto

export const Outcome = {
  OUTCOME_UNSPECIFIED: 'OUTCOME_UNSPECIFIED',
  OUTCOME_FOUND: 'OUTCOME_FOUND',
  OUTCOME_NOT_FOUND: 'OUTCOME_NOT_FOUND',
  OUTCOME_QUARANTINED: 'OUTCOME_QUARANTINED',
  /**
   * Nothing as new as min_version can be had now.
   */
  OUTCOME_TOO_OLD: 'OUTCOME_TOO_OLD',
  OUTCOME_UNAVAILABLE: 'OUTCOME_UNAVAILABLE',
  /**
   * The caller's budget of authoritative reads is used up.
   */
  OUTCOME_EXHAUSTED: 'OUTCOME_EXHAUSTED',
} as const;

export type Outcome =
  | 'OUTCOME_UNSPECIFIED'
  | 0
  | 'OUTCOME_FOUND'
  | 1
  | 'OUTCOME_NOT_FOUND'
  | 2
  | 'OUTCOME_QUARANTINED'
  | 3
  /**
   * Nothing as new as min_version can be had now.
   */
  | 'OUTCOME_TOO_OLD'
  | 4
  | 'OUTCOME_UNAVAILABLE'
  | 5
  /**
   * The caller's budget of authoritative reads is used up.
   */
  | 'OUTCOME_EXHAUSTED'
  | 6

export type Outcome__Output = typeof Outcome[keyof typeof Outcome]
