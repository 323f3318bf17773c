// Original file: protos/member/v1/member_write_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { BindAccountRequest as _member_v1_BindAccountRequest, BindAccountRequest__Output as _member_v1_BindAccountRequest__Output } from '../../member/v1/BindAccountRequest.ts';
import type { BindAccountResponse as _member_v1_BindAccountResponse, BindAccountResponse__Output as _member_v1_BindAccountResponse__Output } from '../../member/v1/BindAccountResponse.ts';
import type { CloseMemberRequest as _member_v1_CloseMemberRequest, CloseMemberRequest__Output as _member_v1_CloseMemberRequest__Output } from '../../member/v1/CloseMemberRequest.ts';
import type { CloseMemberResponse as _member_v1_CloseMemberResponse, CloseMemberResponse__Output as _member_v1_CloseMemberResponse__Output } from '../../member/v1/CloseMemberResponse.ts';
import type { RegisterMemberRequest as _member_v1_RegisterMemberRequest, RegisterMemberRequest__Output as _member_v1_RegisterMemberRequest__Output } from '../../member/v1/RegisterMemberRequest.ts';
import type { RegisterMemberResponse as _member_v1_RegisterMemberResponse, RegisterMemberResponse__Output as _member_v1_RegisterMemberResponse__Output } from '../../member/v1/RegisterMemberResponse.ts';
import type { UnbindAccountRequest as _member_v1_UnbindAccountRequest, UnbindAccountRequest__Output as _member_v1_UnbindAccountRequest__Output } from '../../member/v1/UnbindAccountRequest.ts';
import type { UnbindAccountResponse as _member_v1_UnbindAccountResponse, UnbindAccountResponse__Output as _member_v1_UnbindAccountResponse__Output } from '../../member/v1/UnbindAccountResponse.ts';
import type { UpdateMemberRequest as _member_v1_UpdateMemberRequest, UpdateMemberRequest__Output as _member_v1_UpdateMemberRequest__Output } from '../../member/v1/UpdateMemberRequest.ts';
import type { UpdateMemberResponse as _member_v1_UpdateMemberResponse, UpdateMemberResponse__Output as _member_v1_UpdateMemberResponse__Output } from '../../member/v1/UpdateMemberResponse.ts';

export interface MemberWriteServiceClient extends grpc.Client {
  /**
   * Binds one more account. ALREADY_EXISTS when it belongs to another member: an account is never moved
   * by a bind. Binding what is bound already changes nothing.
   */
  BindAccount(argument: _member_v1_BindAccountRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_BindAccountResponse__Output>): grpc.ClientUnaryCall;
  BindAccount(argument: _member_v1_BindAccountRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_BindAccountResponse__Output>): grpc.ClientUnaryCall;
  BindAccount(argument: _member_v1_BindAccountRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_BindAccountResponse__Output>): grpc.ClientUnaryCall;
  BindAccount(argument: _member_v1_BindAccountRequest, callback: grpc.requestCallback<_member_v1_BindAccountResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Binds one more account. ALREADY_EXISTS when it belongs to another member: an account is never moved
   * by a bind. Binding what is bound already changes nothing.
   */
  bindAccount(argument: _member_v1_BindAccountRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_BindAccountResponse__Output>): grpc.ClientUnaryCall;
  bindAccount(argument: _member_v1_BindAccountRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_BindAccountResponse__Output>): grpc.ClientUnaryCall;
  bindAccount(argument: _member_v1_BindAccountRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_BindAccountResponse__Output>): grpc.ClientUnaryCall;
  bindAccount(argument: _member_v1_BindAccountRequest, callback: grpc.requestCallback<_member_v1_BindAccountResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ends a membership: its accounts are unbound, and it stays readable as CLOSED.
   */
  CloseMember(argument: _member_v1_CloseMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_CloseMemberResponse__Output>): grpc.ClientUnaryCall;
  CloseMember(argument: _member_v1_CloseMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_CloseMemberResponse__Output>): grpc.ClientUnaryCall;
  CloseMember(argument: _member_v1_CloseMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_CloseMemberResponse__Output>): grpc.ClientUnaryCall;
  CloseMember(argument: _member_v1_CloseMemberRequest, callback: grpc.requestCallback<_member_v1_CloseMemberResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends a membership: its accounts are unbound, and it stays readable as CLOSED.
   */
  closeMember(argument: _member_v1_CloseMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_CloseMemberResponse__Output>): grpc.ClientUnaryCall;
  closeMember(argument: _member_v1_CloseMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_CloseMemberResponse__Output>): grpc.ClientUnaryCall;
  closeMember(argument: _member_v1_CloseMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_CloseMemberResponse__Output>): grpc.ClientUnaryCall;
  closeMember(argument: _member_v1_CloseMemberRequest, callback: grpc.requestCallback<_member_v1_CloseMemberResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Creates a member bound to its first account. ALREADY_EXISTS, reason ACCOUNT_ALREADY_BOUND, when
   * the account belongs to a member, unless if_bound asks for that member.
   */
  RegisterMember(argument: _member_v1_RegisterMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_RegisterMemberResponse__Output>): grpc.ClientUnaryCall;
  RegisterMember(argument: _member_v1_RegisterMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_RegisterMemberResponse__Output>): grpc.ClientUnaryCall;
  RegisterMember(argument: _member_v1_RegisterMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_RegisterMemberResponse__Output>): grpc.ClientUnaryCall;
  RegisterMember(argument: _member_v1_RegisterMemberRequest, callback: grpc.requestCallback<_member_v1_RegisterMemberResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Creates a member bound to its first account. ALREADY_EXISTS, reason ACCOUNT_ALREADY_BOUND, when
   * the account belongs to a member, unless if_bound asks for that member.
   */
  registerMember(argument: _member_v1_RegisterMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_RegisterMemberResponse__Output>): grpc.ClientUnaryCall;
  registerMember(argument: _member_v1_RegisterMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_RegisterMemberResponse__Output>): grpc.ClientUnaryCall;
  registerMember(argument: _member_v1_RegisterMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_RegisterMemberResponse__Output>): grpc.ClientUnaryCall;
  registerMember(argument: _member_v1_RegisterMemberRequest, callback: grpc.requestCallback<_member_v1_RegisterMemberResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * FAILED_PRECONDITION, reason LAST_ACCOUNT, for a member's only account.
   */
  UnbindAccount(argument: _member_v1_UnbindAccountRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_UnbindAccountResponse__Output>): grpc.ClientUnaryCall;
  UnbindAccount(argument: _member_v1_UnbindAccountRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_UnbindAccountResponse__Output>): grpc.ClientUnaryCall;
  UnbindAccount(argument: _member_v1_UnbindAccountRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_UnbindAccountResponse__Output>): grpc.ClientUnaryCall;
  UnbindAccount(argument: _member_v1_UnbindAccountRequest, callback: grpc.requestCallback<_member_v1_UnbindAccountResponse__Output>): grpc.ClientUnaryCall;
  /**
   * FAILED_PRECONDITION, reason LAST_ACCOUNT, for a member's only account.
   */
  unbindAccount(argument: _member_v1_UnbindAccountRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_UnbindAccountResponse__Output>): grpc.ClientUnaryCall;
  unbindAccount(argument: _member_v1_UnbindAccountRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_UnbindAccountResponse__Output>): grpc.ClientUnaryCall;
  unbindAccount(argument: _member_v1_UnbindAccountRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_UnbindAccountResponse__Output>): grpc.ClientUnaryCall;
  unbindAccount(argument: _member_v1_UnbindAccountRequest, callback: grpc.requestCallback<_member_v1_UnbindAccountResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Changes the masked fields. ABORTED, reason VERSION_MISMATCH, when expected_version is given and is
   * not the current one.
   */
  UpdateMember(argument: _member_v1_UpdateMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_UpdateMemberResponse__Output>): grpc.ClientUnaryCall;
  UpdateMember(argument: _member_v1_UpdateMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_UpdateMemberResponse__Output>): grpc.ClientUnaryCall;
  UpdateMember(argument: _member_v1_UpdateMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_UpdateMemberResponse__Output>): grpc.ClientUnaryCall;
  UpdateMember(argument: _member_v1_UpdateMemberRequest, callback: grpc.requestCallback<_member_v1_UpdateMemberResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Changes the masked fields. ABORTED, reason VERSION_MISMATCH, when expected_version is given and is
   * not the current one.
   */
  updateMember(argument: _member_v1_UpdateMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_UpdateMemberResponse__Output>): grpc.ClientUnaryCall;
  updateMember(argument: _member_v1_UpdateMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_member_v1_UpdateMemberResponse__Output>): grpc.ClientUnaryCall;
  updateMember(argument: _member_v1_UpdateMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_member_v1_UpdateMemberResponse__Output>): grpc.ClientUnaryCall;
  updateMember(argument: _member_v1_UpdateMemberRequest, callback: grpc.requestCallback<_member_v1_UpdateMemberResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface MemberWriteServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Binds one more account. ALREADY_EXISTS when it belongs to another member: an account is never moved
   * by a bind. Binding what is bound already changes nothing.
   */
  BindAccount: grpc.handleUnaryCall<_member_v1_BindAccountRequest__Output, _member_v1_BindAccountResponse>;
  
  /**
   * Ends a membership: its accounts are unbound, and it stays readable as CLOSED.
   */
  CloseMember: grpc.handleUnaryCall<_member_v1_CloseMemberRequest__Output, _member_v1_CloseMemberResponse>;
  
  /**
   * Creates a member bound to its first account. ALREADY_EXISTS, reason ACCOUNT_ALREADY_BOUND, when
   * the account belongs to a member, unless if_bound asks for that member.
   */
  RegisterMember: grpc.handleUnaryCall<_member_v1_RegisterMemberRequest__Output, _member_v1_RegisterMemberResponse>;
  
  /**
   * FAILED_PRECONDITION, reason LAST_ACCOUNT, for a member's only account.
   */
  UnbindAccount: grpc.handleUnaryCall<_member_v1_UnbindAccountRequest__Output, _member_v1_UnbindAccountResponse>;
  
  /**
   * Changes the masked fields. ABORTED, reason VERSION_MISMATCH, when expected_version is given and is
   * not the current one.
   */
  UpdateMember: grpc.handleUnaryCall<_member_v1_UpdateMemberRequest__Output, _member_v1_UpdateMemberResponse>;
  
}

export interface MemberWriteServiceDefinition extends grpc.ServiceDefinition {
  BindAccount: MethodDefinition<_member_v1_BindAccountRequest, _member_v1_BindAccountResponse, _member_v1_BindAccountRequest__Output, _member_v1_BindAccountResponse__Output>
  CloseMember: MethodDefinition<_member_v1_CloseMemberRequest, _member_v1_CloseMemberResponse, _member_v1_CloseMemberRequest__Output, _member_v1_CloseMemberResponse__Output>
  RegisterMember: MethodDefinition<_member_v1_RegisterMemberRequest, _member_v1_RegisterMemberResponse, _member_v1_RegisterMemberRequest__Output, _member_v1_RegisterMemberResponse__Output>
  UnbindAccount: MethodDefinition<_member_v1_UnbindAccountRequest, _member_v1_UnbindAccountResponse, _member_v1_UnbindAccountRequest__Output, _member_v1_UnbindAccountResponse__Output>
  UpdateMember: MethodDefinition<_member_v1_UpdateMemberRequest, _member_v1_UpdateMemberResponse, _member_v1_UpdateMemberRequest__Output, _member_v1_UpdateMemberResponse__Output>
}
