// Original file: protos/mesh/record/v1/record_service.proto


export interface AwaitPublishedRequest {
}

export interface AwaitPublishedRequest__Output {
}
