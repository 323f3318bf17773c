// Original file: protos/mesh/read/v1/member_read_service.proto

import type { Outcome as _mesh_read_v1_Outcome, Outcome__Output as _mesh_read_v1_Outcome__Output } from '../../../mesh/read/v1/Outcome.ts';
import type { _member_v1_ReadInfo_Source, _member_v1_ReadInfo_Source__Output } from '../../../member/v1/ReadInfo.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../../google/protobuf/Duration.ts';

export interface ReadResult {
  'outcome'?: (_mesh_read_v1_Outcome);
  /**
   * An encoded member.v1.Member; set when outcome is OUTCOME_FOUND.
   */
  'member'?: (Buffer | Uint8Array | string);
  'source'?: (_member_v1_ReadInfo_Source);
  /**
   * An upper bound on how old the answer may be; unset when it is current.
   */
  'stalenessBound'?: (_google_protobuf_Duration | null);
  /**
   * What could not be reached, for people; set when outcome is OUTCOME_UNAVAILABLE.
   */
  'detail'?: (string);
}

export interface ReadResult__Output {
  'outcome': (_mesh_read_v1_Outcome__Output);
  /**
   * An encoded member.v1.Member; set when outcome is OUTCOME_FOUND.
   */
  'member': (Buffer);
  'source': (_member_v1_ReadInfo_Source__Output);
  /**
   * An upper bound on how old the answer may be; unset when it is current.
   */
  'stalenessBound': (_google_protobuf_Duration__Output | null);
  /**
   * What could not be reached, for people; set when outcome is OUTCOME_UNAVAILABLE.
   */
  'detail': (string);
}
