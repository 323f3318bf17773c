// Original file: protos/mesh/record/v1/record_service.proto


export interface GetRecordStatusRequest {
}

export interface GetRecordStatusRequest__Output {
}
