import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { AccountBinding as _member_v1_AccountBinding, AccountBinding__Output as _member_v1_AccountBinding__Output } from './member/v1/AccountBinding.ts';
import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from './member/v1/AccountRef.ts';
import type { Member as _member_v1_Member, Member__Output as _member_v1_Member__Output } from './member/v1/Member.ts';
import type { AccountRow as _mesh_change_v1_AccountRow, AccountRow__Output as _mesh_change_v1_AccountRow__Output } from './mesh/change/v1/AccountRow.ts';
import type { Change as _mesh_change_v1_Change, Change__Output as _mesh_change_v1_Change__Output } from './mesh/change/v1/Change.ts';
import type { ChangeSet as _mesh_change_v1_ChangeSet, ChangeSet__Output as _mesh_change_v1_ChangeSet__Output } from './mesh/change/v1/ChangeSet.ts';
import type { MemberRow as _mesh_change_v1_MemberRow, MemberRow__Output as _mesh_change_v1_MemberRow__Output } from './mesh/change/v1/MemberRow.ts';

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
  mesh: {
    change: {
      v1: {
        AccountRow: MessageTypeDefinition<_mesh_change_v1_AccountRow, _mesh_change_v1_AccountRow__Output>
        Change: MessageTypeDefinition<_mesh_change_v1_Change, _mesh_change_v1_Change__Output>
        ChangeSet: MessageTypeDefinition<_mesh_change_v1_ChangeSet, _mesh_change_v1_ChangeSet__Output>
        MemberRow: MessageTypeDefinition<_mesh_change_v1_MemberRow, _mesh_change_v1_MemberRow__Output>
      }
    }
  }
}

