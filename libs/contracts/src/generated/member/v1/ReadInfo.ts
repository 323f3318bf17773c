// Original file: protos/member/v1/member_query_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

// Original file: protos/member/v1/member_query_service.proto

export const _member_v1_ReadInfo_Source = {
  SOURCE_UNSPECIFIED: 'SOURCE_UNSPECIFIED',
  SOURCE_CACHE: 'SOURCE_CACHE',
  SOURCE_INDEX: 'SOURCE_INDEX',
  SOURCE_BACKUP_INDEX: 'SOURCE_BACKUP_INDEX',
  SOURCE_MARKETING_INDEX: 'SOURCE_MARKETING_INDEX',
  SOURCE_STORE: 'SOURCE_STORE',
} as const;

export type _member_v1_ReadInfo_Source =
  | 'SOURCE_UNSPECIFIED'
  | 0
  | 'SOURCE_CACHE'
  | 1
  | 'SOURCE_INDEX'
  | 2
  | 'SOURCE_BACKUP_INDEX'
  | 3
  | 'SOURCE_MARKETING_INDEX'
  | 4
  | 'SOURCE_STORE'
  | 5

export type _member_v1_ReadInfo_Source__Output = typeof _member_v1_ReadInfo_Source[keyof typeof _member_v1_ReadInfo_Source]

/**
 * Where an answer came from and how far to trust it.
 */
export interface ReadInfo {
  'source'?: (_member_v1_ReadInfo_Source);
  /**
   * An upper bound on how old the answer may be; unset when it is current.
   */
  'stalenessBound'?: (_google_protobuf_Duration | null);
}

/**
 * Where an answer came from and how far to trust it.
 */
export interface ReadInfo__Output {
  'source': (_member_v1_ReadInfo_Source__Output);
  /**
   * An upper bound on how old the answer may be; unset when it is current.
   */
  'stalenessBound': (_google_protobuf_Duration__Output | null);
}
