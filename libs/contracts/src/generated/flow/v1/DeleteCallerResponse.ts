// Original file: protos/flow/v1/flow_control_service.proto


export interface DeleteCallerResponse {
}

export interface DeleteCallerResponse__Output {
}
