import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { FieldMask as _google_protobuf_FieldMask, FieldMask__Output as _google_protobuf_FieldMask__Output } from './google/protobuf/FieldMask.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { AccountBinding as _member_v1_AccountBinding, AccountBinding__Output as _member_v1_AccountBinding__Output } from './member/v1/AccountBinding.ts';
import type { AccountRef as _member_v1_AccountRef, AccountRef__Output as _member_v1_AccountRef__Output } from './member/v1/AccountRef.ts';
import type { BindAccountRequest as _member_v1_BindAccountRequest, BindAccountRequest__Output as _member_v1_BindAccountRequest__Output } from './member/v1/BindAccountRequest.ts';
import type { BindAccountResponse as _member_v1_BindAccountResponse, BindAccountResponse__Output as _member_v1_BindAccountResponse__Output } from './member/v1/BindAccountResponse.ts';
import type { CloseMemberRequest as _member_v1_CloseMemberRequest, CloseMemberRequest__Output as _member_v1_CloseMemberRequest__Output } from './member/v1/CloseMemberRequest.ts';
import type { CloseMemberResponse as _member_v1_CloseMemberResponse, CloseMemberResponse__Output as _member_v1_CloseMemberResponse__Output } from './member/v1/CloseMemberResponse.ts';
import type { Member as _member_v1_Member, Member__Output as _member_v1_Member__Output } from './member/v1/Member.ts';
import type { MemberWriteServiceClient as _member_v1_MemberWriteServiceClient, MemberWriteServiceDefinition as _member_v1_MemberWriteServiceDefinition } from './member/v1/MemberWriteService.ts';
import type { RegisterMemberRequest as _member_v1_RegisterMemberRequest, RegisterMemberRequest__Output as _member_v1_RegisterMemberRequest__Output } from './member/v1/RegisterMemberRequest.ts';
import type { RegisterMemberResponse as _member_v1_RegisterMemberResponse, RegisterMemberResponse__Output as _member_v1_RegisterMemberResponse__Output } from './member/v1/RegisterMemberResponse.ts';
import type { UnbindAccountRequest as _member_v1_UnbindAccountRequest, UnbindAccountRequest__Output as _member_v1_UnbindAccountRequest__Output } from './member/v1/UnbindAccountRequest.ts';
import type { UnbindAccountResponse as _member_v1_UnbindAccountResponse, UnbindAccountResponse__Output as _member_v1_UnbindAccountResponse__Output } from './member/v1/UnbindAccountResponse.ts';
import type { UpdateMemberRequest as _member_v1_UpdateMemberRequest, UpdateMemberRequest__Output as _member_v1_UpdateMemberRequest__Output } from './member/v1/UpdateMemberRequest.ts';
import type { UpdateMemberResponse as _member_v1_UpdateMemberResponse, UpdateMemberResponse__Output as _member_v1_UpdateMemberResponse__Output } from './member/v1/UpdateMemberResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      FieldMask: MessageTypeDefinition<_google_protobuf_FieldMask, _google_protobuf_FieldMask__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
  member: {
    v1: {
      AccountBinding: MessageTypeDefinition<_member_v1_AccountBinding, _member_v1_AccountBinding__Output>
      AccountRef: MessageTypeDefinition<_member_v1_AccountRef, _member_v1_AccountRef__Output>
      BindAccountRequest: MessageTypeDefinition<_member_v1_BindAccountRequest, _member_v1_BindAccountRequest__Output>
      BindAccountResponse: MessageTypeDefinition<_member_v1_BindAccountResponse, _member_v1_BindAccountResponse__Output>
      CloseMemberRequest: MessageTypeDefinition<_member_v1_CloseMemberRequest, _member_v1_CloseMemberRequest__Output>
      CloseMemberResponse: MessageTypeDefinition<_member_v1_CloseMemberResponse, _member_v1_CloseMemberResponse__Output>
      Member: MessageTypeDefinition<_member_v1_Member, _member_v1_Member__Output>
      MemberStatus: EnumTypeDefinition
      MemberWriteService: SubtypeConstructor<typeof grpc.Client, _member_v1_MemberWriteServiceClient> & { service: _member_v1_MemberWriteServiceDefinition }
      RegisterMemberRequest: MessageTypeDefinition<_member_v1_RegisterMemberRequest, _member_v1_RegisterMemberRequest__Output>
      RegisterMemberResponse: MessageTypeDefinition<_member_v1_RegisterMemberResponse, _member_v1_RegisterMemberResponse__Output>
      UnbindAccountRequest: MessageTypeDefinition<_member_v1_UnbindAccountRequest, _member_v1_UnbindAccountRequest__Output>
      UnbindAccountResponse: MessageTypeDefinition<_member_v1_UnbindAccountResponse, _member_v1_UnbindAccountResponse__Output>
      UpdateMemberRequest: MessageTypeDefinition<_member_v1_UpdateMemberRequest, _member_v1_UpdateMemberRequest__Output>
      UpdateMemberResponse: MessageTypeDefinition<_member_v1_UpdateMemberResponse, _member_v1_UpdateMemberResponse__Output>
    }
  }
}

