// Original file: protos/mesh/index/v1/index_service.proto


export interface GetIndexStatusRequest {
}

export interface GetIndexStatusRequest__Output {
}
