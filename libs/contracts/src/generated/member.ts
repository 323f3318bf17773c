import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { AccountBinding as _member_v1_AccountBinding, AccountBinding__Output as _member_v1_AccountBinding__Output } from './member/v1/AccountBinding.ts';
import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from './member/v1/AccountRef.ts';
import type { Member as _member_v1_Member, Member__Output as _member_v1_Member__Output } from './member/v1/Member.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
  member: {
    v1: {
      AccountBinding: MessageTypeDefinition<_member_v1_AccountBinding, _member_v1_AccountBinding__Output>
      AccountRef: MessageTypeDefinition<_member_v1_AccountRef, _member_v1_AccountRef__Output>
      Member: MessageTypeDefinition<_member_v1_Member, _member_v1_Member__Output>
      MemberStatus: EnumTypeDefinition
    }
  }
}

