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
import type { AwaitPublishedRequest as _mesh_record_v1_AwaitPublishedRequest, AwaitPublishedRequest__Output as _mesh_record_v1_AwaitPublishedRequest__Output } from './mesh/record/v1/AwaitPublishedRequest.ts';
import type { AwaitPublishedResponse as _mesh_record_v1_AwaitPublishedResponse, AwaitPublishedResponse__Output as _mesh_record_v1_AwaitPublishedResponse__Output } from './mesh/record/v1/AwaitPublishedResponse.ts';
import type { CheckEmptyRequest as _mesh_record_v1_CheckEmptyRequest, CheckEmptyRequest__Output as _mesh_record_v1_CheckEmptyRequest__Output } from './mesh/record/v1/CheckEmptyRequest.ts';
import type { CheckEmptyResponse as _mesh_record_v1_CheckEmptyResponse, CheckEmptyResponse__Output as _mesh_record_v1_CheckEmptyResponse__Output } from './mesh/record/v1/CheckEmptyResponse.ts';
import type { GetRecordStatusRequest as _mesh_record_v1_GetRecordStatusRequest, GetRecordStatusRequest__Output as _mesh_record_v1_GetRecordStatusRequest__Output } from './mesh/record/v1/GetRecordStatusRequest.ts';
import type { GetRecordStatusResponse as _mesh_record_v1_GetRecordStatusResponse, GetRecordStatusResponse__Output as _mesh_record_v1_GetRecordStatusResponse__Output } from './mesh/record/v1/GetRecordStatusResponse.ts';
import type { GroupStatus as _mesh_record_v1_GroupStatus, GroupStatus__Output as _mesh_record_v1_GroupStatus__Output } from './mesh/record/v1/GroupStatus.ts';
import type { ImportMembersRequest as _mesh_record_v1_ImportMembersRequest, ImportMembersRequest__Output as _mesh_record_v1_ImportMembersRequest__Output } from './mesh/record/v1/ImportMembersRequest.ts';
import type { ImportMembersResponse as _mesh_record_v1_ImportMembersResponse, ImportMembersResponse__Output as _mesh_record_v1_ImportMembersResponse__Output } from './mesh/record/v1/ImportMembersResponse.ts';
import type { ImportOutcome as _mesh_record_v1_ImportOutcome, ImportOutcome__Output as _mesh_record_v1_ImportOutcome__Output } from './mesh/record/v1/ImportOutcome.ts';
import type { ImportRow as _mesh_record_v1_ImportRow, ImportRow__Output as _mesh_record_v1_ImportRow__Output } from './mesh/record/v1/ImportRow.ts';
import type { ReadAccountsRequest as _mesh_record_v1_ReadAccountsRequest, ReadAccountsRequest__Output as _mesh_record_v1_ReadAccountsRequest__Output } from './mesh/record/v1/ReadAccountsRequest.ts';
import type { ReadAccountsResponse as _mesh_record_v1_ReadAccountsResponse, ReadAccountsResponse__Output as _mesh_record_v1_ReadAccountsResponse__Output } from './mesh/record/v1/ReadAccountsResponse.ts';
import type { ReadMembersRequest as _mesh_record_v1_ReadMembersRequest, ReadMembersRequest__Output as _mesh_record_v1_ReadMembersRequest__Output } from './mesh/record/v1/ReadMembersRequest.ts';
import type { ReadMembersResponse as _mesh_record_v1_ReadMembersResponse, ReadMembersResponse__Output as _mesh_record_v1_ReadMembersResponse__Output } from './mesh/record/v1/ReadMembersResponse.ts';
import type { RecordServiceClient as _mesh_record_v1_RecordServiceClient, RecordServiceDefinition as _mesh_record_v1_RecordServiceDefinition } from './mesh/record/v1/RecordService.ts';
import type { ResolvedAccount as _mesh_record_v1_ResolvedAccount, ResolvedAccount__Output as _mesh_record_v1_ResolvedAccount__Output } from './mesh/record/v1/ResolvedAccount.ts';
import type { ScanShardRequest as _mesh_record_v1_ScanShardRequest, ScanShardRequest__Output as _mesh_record_v1_ScanShardRequest__Output } from './mesh/record/v1/ScanShardRequest.ts';
import type { ScanShardResponse as _mesh_record_v1_ScanShardResponse, ScanShardResponse__Output as _mesh_record_v1_ScanShardResponse__Output } from './mesh/record/v1/ScanShardResponse.ts';

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
    record: {
      v1: {
        AwaitPublishedRequest: MessageTypeDefinition<_mesh_record_v1_AwaitPublishedRequest, _mesh_record_v1_AwaitPublishedRequest__Output>
        AwaitPublishedResponse: MessageTypeDefinition<_mesh_record_v1_AwaitPublishedResponse, _mesh_record_v1_AwaitPublishedResponse__Output>
        CheckEmptyRequest: MessageTypeDefinition<_mesh_record_v1_CheckEmptyRequest, _mesh_record_v1_CheckEmptyRequest__Output>
        CheckEmptyResponse: MessageTypeDefinition<_mesh_record_v1_CheckEmptyResponse, _mesh_record_v1_CheckEmptyResponse__Output>
        GetRecordStatusRequest: MessageTypeDefinition<_mesh_record_v1_GetRecordStatusRequest, _mesh_record_v1_GetRecordStatusRequest__Output>
        GetRecordStatusResponse: MessageTypeDefinition<_mesh_record_v1_GetRecordStatusResponse, _mesh_record_v1_GetRecordStatusResponse__Output>
        GroupStatus: MessageTypeDefinition<_mesh_record_v1_GroupStatus, _mesh_record_v1_GroupStatus__Output>
        ImportMembersRequest: MessageTypeDefinition<_mesh_record_v1_ImportMembersRequest, _mesh_record_v1_ImportMembersRequest__Output>
        ImportMembersResponse: MessageTypeDefinition<_mesh_record_v1_ImportMembersResponse, _mesh_record_v1_ImportMembersResponse__Output>
        ImportOutcome: MessageTypeDefinition<_mesh_record_v1_ImportOutcome, _mesh_record_v1_ImportOutcome__Output>
        ImportRow: MessageTypeDefinition<_mesh_record_v1_ImportRow, _mesh_record_v1_ImportRow__Output>
        ReadAccountsRequest: MessageTypeDefinition<_mesh_record_v1_ReadAccountsRequest, _mesh_record_v1_ReadAccountsRequest__Output>
        ReadAccountsResponse: MessageTypeDefinition<_mesh_record_v1_ReadAccountsResponse, _mesh_record_v1_ReadAccountsResponse__Output>
        ReadMembersRequest: MessageTypeDefinition<_mesh_record_v1_ReadMembersRequest, _mesh_record_v1_ReadMembersRequest__Output>
        ReadMembersResponse: MessageTypeDefinition<_mesh_record_v1_ReadMembersResponse, _mesh_record_v1_ReadMembersResponse__Output>
        /**
         * Served by member-write from the primaries: what it answers is committed and current.
         */
        RecordService: SubtypeConstructor<typeof grpc.Client, _mesh_record_v1_RecordServiceClient> & { service: _mesh_record_v1_RecordServiceDefinition }
        ResolvedAccount: MessageTypeDefinition<_mesh_record_v1_ResolvedAccount, _mesh_record_v1_ResolvedAccount__Output>
        ScanShardRequest: MessageTypeDefinition<_mesh_record_v1_ScanShardRequest, _mesh_record_v1_ScanShardRequest__Output>
        ScanShardResponse: MessageTypeDefinition<_mesh_record_v1_ScanShardResponse, _mesh_record_v1_ScanShardResponse__Output>
      }
    }
  }
}

