// Original file: protos/mesh/index/v1/index_service.proto


export interface GetRoutesRequest {
}

export interface GetRoutesRequest__Output {
}
