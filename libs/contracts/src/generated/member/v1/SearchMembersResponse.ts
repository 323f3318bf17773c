// Original file: protos/member/v1/member_query_service.proto

import type { Member as _member_v1_Member, Member__Output as _member_v1_Member__Output } from '../../member/v1/Member.ts';
import type { ReadInfo as _member_v1_ReadInfo, ReadInfo__Output as _member_v1_ReadInfo__Output } from '../../member/v1/ReadInfo.ts';

export interface SearchMembersResponse {
  'members'?: (_member_v1_Member)[];
  /**
   * Empty on the last page.
   */
  'nextPageToken'?: (string);
  'read'?: (_member_v1_ReadInfo | null);
}

export interface SearchMembersResponse__Output {
  'members': (_member_v1_Member__Output)[];
  /**
   * Empty on the last page.
   */
  'nextPageToken': (string);
  'read': (_member_v1_ReadInfo__Output | null);
}
