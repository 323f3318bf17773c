// Original file: protos/member/v1/member.proto

import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from '../../member/v1/AccountRef.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface AccountBinding {
  'account'?: (_member_v1_AccountRef | null);
  'bindTime'?: (_google_protobuf_Timestamp | null);
  /**
   * True while governance examines this binding. A quarantined account resolves to nobody.
   */
  'quarantined'?: (boolean);
}

export interface AccountBinding__Output {
  'account': (_member_v1_AccountRef__Output | null);
  'bindTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * True while governance examines this binding. A quarantined account resolves to nobody.
   */
  'quarantined': (boolean);
}
