// Original file: protos/mesh/record/v1/record_service.proto


export interface CheckEmptyRequest {
}

export interface CheckEmptyRequest__Output {
}
