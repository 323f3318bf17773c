// Original file: protos/member/v1/member_query_service.proto


// Original file: protos/member/v1/member_query_service.proto

export const _member_v1_Ownership_Verdict = {
  VERDICT_UNSPECIFIED: 'VERDICT_UNSPECIFIED',
  VERDICT_OWNED: 'VERDICT_OWNED',
  VERDICT_NOT_OWNED: 'VERDICT_NOT_OWNED',
} as const;

export type _member_v1_Ownership_Verdict =
  | 'VERDICT_UNSPECIFIED'
  | 0
  | 'VERDICT_OWNED'
  | 1
  | 'VERDICT_NOT_OWNED'
  | 2

export type _member_v1_Ownership_Verdict__Output = typeof _member_v1_Ownership_Verdict[keyof typeof _member_v1_Ownership_Verdict]

export interface Ownership {
  'memberId'?: (string);
  'verdict'?: (_member_v1_Ownership_Verdict);
}

export interface Ownership__Output {
  'memberId': (string);
  'verdict': (_member_v1_Ownership_Verdict__Output);
}
