// Original file: protos/flow/v1/flow_control_service.proto


export interface ReportTrafficResponse {
}

export interface ReportTrafficResponse__Output {
}
