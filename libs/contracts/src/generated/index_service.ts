import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { ClearSetAsideRequest as _mesh_index_v1_ClearSetAsideRequest, ClearSetAsideRequest__Output as _mesh_index_v1_ClearSetAsideRequest__Output } from './mesh/index/v1/ClearSetAsideRequest.ts';
import type { ClearSetAsideResponse as _mesh_index_v1_ClearSetAsideResponse, ClearSetAsideResponse__Output as _mesh_index_v1_ClearSetAsideResponse__Output } from './mesh/index/v1/ClearSetAsideResponse.ts';
import type { ClusterExamination as _mesh_index_v1_ClusterExamination, ClusterExamination__Output as _mesh_index_v1_ClusterExamination__Output } from './mesh/index/v1/ClusterExamination.ts';
import type { ClusterStatus as _mesh_index_v1_ClusterStatus, ClusterStatus__Output as _mesh_index_v1_ClusterStatus__Output } from './mesh/index/v1/ClusterStatus.ts';
import type { ExamineIndexRequest as _mesh_index_v1_ExamineIndexRequest, ExamineIndexRequest__Output as _mesh_index_v1_ExamineIndexRequest__Output } from './mesh/index/v1/ExamineIndexRequest.ts';
import type { ExamineIndexResponse as _mesh_index_v1_ExamineIndexResponse, ExamineIndexResponse__Output as _mesh_index_v1_ExamineIndexResponse__Output } from './mesh/index/v1/ExamineIndexResponse.ts';
import type { Finding as _mesh_index_v1_Finding, Finding__Output as _mesh_index_v1_Finding__Output } from './mesh/index/v1/Finding.ts';
import type { GetIndexStatusRequest as _mesh_index_v1_GetIndexStatusRequest, GetIndexStatusRequest__Output as _mesh_index_v1_GetIndexStatusRequest__Output } from './mesh/index/v1/GetIndexStatusRequest.ts';
import type { GetIndexStatusResponse as _mesh_index_v1_GetIndexStatusResponse, GetIndexStatusResponse__Output as _mesh_index_v1_GetIndexStatusResponse__Output } from './mesh/index/v1/GetIndexStatusResponse.ts';
import type { GetRoutesRequest as _mesh_index_v1_GetRoutesRequest, GetRoutesRequest__Output as _mesh_index_v1_GetRoutesRequest__Output } from './mesh/index/v1/GetRoutesRequest.ts';
import type { GetRoutesResponse as _mesh_index_v1_GetRoutesResponse, GetRoutesResponse__Output as _mesh_index_v1_GetRoutesResponse__Output } from './mesh/index/v1/GetRoutesResponse.ts';
import type { IndexServiceClient as _mesh_index_v1_IndexServiceClient, IndexServiceDefinition as _mesh_index_v1_IndexServiceDefinition } from './mesh/index/v1/IndexService.ts';
import type { ListSetAsideRequest as _mesh_index_v1_ListSetAsideRequest, ListSetAsideRequest__Output as _mesh_index_v1_ListSetAsideRequest__Output } from './mesh/index/v1/ListSetAsideRequest.ts';
import type { ListSetAsideResponse as _mesh_index_v1_ListSetAsideResponse, ListSetAsideResponse__Output as _mesh_index_v1_ListSetAsideResponse__Output } from './mesh/index/v1/ListSetAsideResponse.ts';
import type { MoveOrdersRequest as _mesh_index_v1_MoveOrdersRequest, MoveOrdersRequest__Output as _mesh_index_v1_MoveOrdersRequest__Output } from './mesh/index/v1/MoveOrdersRequest.ts';
import type { MoveOrdersResponse as _mesh_index_v1_MoveOrdersResponse, MoveOrdersResponse__Output as _mesh_index_v1_MoveOrdersResponse__Output } from './mesh/index/v1/MoveOrdersResponse.ts';
import type { RebuildIndexRequest as _mesh_index_v1_RebuildIndexRequest, RebuildIndexRequest__Output as _mesh_index_v1_RebuildIndexRequest__Output } from './mesh/index/v1/RebuildIndexRequest.ts';
import type { RebuildIndexResponse as _mesh_index_v1_RebuildIndexResponse, RebuildIndexResponse__Output as _mesh_index_v1_RebuildIndexResponse__Output } from './mesh/index/v1/RebuildIndexResponse.ts';
import type { Route as _mesh_index_v1_Route, Route__Output as _mesh_index_v1_Route__Output } from './mesh/index/v1/Route.ts';
import type { RouteChange as _mesh_index_v1_RouteChange, RouteChange__Output as _mesh_index_v1_RouteChange__Output } from './mesh/index/v1/RouteChange.ts';
import type { SetAside as _mesh_index_v1_SetAside, SetAside__Output as _mesh_index_v1_SetAside__Output } from './mesh/index/v1/SetAside.ts';
import type { VerifyIndexRequest as _mesh_index_v1_VerifyIndexRequest, VerifyIndexRequest__Output as _mesh_index_v1_VerifyIndexRequest__Output } from './mesh/index/v1/VerifyIndexRequest.ts';
import type { VerifyIndexResponse as _mesh_index_v1_VerifyIndexResponse, VerifyIndexResponse__Output as _mesh_index_v1_VerifyIndexResponse__Output } from './mesh/index/v1/VerifyIndexResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
  mesh: {
    index: {
      v1: {
        ClearSetAsideRequest: MessageTypeDefinition<_mesh_index_v1_ClearSetAsideRequest, _mesh_index_v1_ClearSetAsideRequest__Output>
        ClearSetAsideResponse: MessageTypeDefinition<_mesh_index_v1_ClearSetAsideResponse, _mesh_index_v1_ClearSetAsideResponse__Output>
        ClusterExamination: MessageTypeDefinition<_mesh_index_v1_ClusterExamination, _mesh_index_v1_ClusterExamination__Output>
        ClusterStatus: MessageTypeDefinition<_mesh_index_v1_ClusterStatus, _mesh_index_v1_ClusterStatus__Output>
        ExamineIndexRequest: MessageTypeDefinition<_mesh_index_v1_ExamineIndexRequest, _mesh_index_v1_ExamineIndexRequest__Output>
        ExamineIndexResponse: MessageTypeDefinition<_mesh_index_v1_ExamineIndexResponse, _mesh_index_v1_ExamineIndexResponse__Output>
        Finding: MessageTypeDefinition<_mesh_index_v1_Finding, _mesh_index_v1_Finding__Output>
        GetIndexStatusRequest: MessageTypeDefinition<_mesh_index_v1_GetIndexStatusRequest, _mesh_index_v1_GetIndexStatusRequest__Output>
        GetIndexStatusResponse: MessageTypeDefinition<_mesh_index_v1_GetIndexStatusResponse, _mesh_index_v1_GetIndexStatusResponse__Output>
        GetRoutesRequest: MessageTypeDefinition<_mesh_index_v1_GetRoutesRequest, _mesh_index_v1_GetRoutesRequest__Output>
        GetRoutesResponse: MessageTypeDefinition<_mesh_index_v1_GetRoutesResponse, _mesh_index_v1_GetRoutesResponse__Output>
        IndexService: SubtypeConstructor<typeof grpc.Client, _mesh_index_v1_IndexServiceClient> & { service: _mesh_index_v1_IndexServiceDefinition }
        ListSetAsideRequest: MessageTypeDefinition<_mesh_index_v1_ListSetAsideRequest, _mesh_index_v1_ListSetAsideRequest__Output>
        ListSetAsideResponse: MessageTypeDefinition<_mesh_index_v1_ListSetAsideResponse, _mesh_index_v1_ListSetAsideResponse__Output>
        MoveOrdersRequest: MessageTypeDefinition<_mesh_index_v1_MoveOrdersRequest, _mesh_index_v1_MoveOrdersRequest__Output>
        MoveOrdersResponse: MessageTypeDefinition<_mesh_index_v1_MoveOrdersResponse, _mesh_index_v1_MoveOrdersResponse__Output>
        RebuildIndexRequest: MessageTypeDefinition<_mesh_index_v1_RebuildIndexRequest, _mesh_index_v1_RebuildIndexRequest__Output>
        RebuildIndexResponse: MessageTypeDefinition<_mesh_index_v1_RebuildIndexResponse, _mesh_index_v1_RebuildIndexResponse__Output>
        Route: MessageTypeDefinition<_mesh_index_v1_Route, _mesh_index_v1_Route__Output>
        RouteChange: MessageTypeDefinition<_mesh_index_v1_RouteChange, _mesh_index_v1_RouteChange__Output>
        SetAside: MessageTypeDefinition<_mesh_index_v1_SetAside, _mesh_index_v1_SetAside__Output>
        VerifyIndexRequest: MessageTypeDefinition<_mesh_index_v1_VerifyIndexRequest, _mesh_index_v1_VerifyIndexRequest__Output>
        VerifyIndexResponse: MessageTypeDefinition<_mesh_index_v1_VerifyIndexResponse, _mesh_index_v1_VerifyIndexResponse__Output>
      }
    }
  }
}

