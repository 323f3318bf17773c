// Original file: protos/member/v1/member.proto

export const MemberStatus = {
  MEMBER_STATUS_UNSPECIFIED: 'MEMBER_STATUS_UNSPECIFIED',
  MEMBER_STATUS_ACTIVE: 'MEMBER_STATUS_ACTIVE',
  /**
   * Under governance: an anomaly is being examined; see AccountBinding.quarantined.
   */
  MEMBER_STATUS_SUSPENDED: 'MEMBER_STATUS_SUSPENDED',
  MEMBER_STATUS_MERGED: 'MEMBER_STATUS_MERGED',
  MEMBER_STATUS_CLOSED: 'MEMBER_STATUS_CLOSED',
} as const;

export type MemberStatus =
  | 'MEMBER_STATUS_UNSPECIFIED'
  | 0
  | 'MEMBER_STATUS_ACTIVE'
  | 1
  /**
   * Under governance: an anomaly is being examined; see AccountBinding.quarantined.
   */
  | 'MEMBER_STATUS_SUSPENDED'
  | 2
  | 'MEMBER_STATUS_MERGED'
  | 3
  | 'MEMBER_STATUS_CLOSED'
  | 4

export type MemberStatus__Output = typeof MemberStatus[keyof typeof MemberStatus]
