// Original file: protos/flow/v1/flow_control_service.proto


export interface ListCallersRequest {
}

export interface ListCallersRequest__Output {
}
