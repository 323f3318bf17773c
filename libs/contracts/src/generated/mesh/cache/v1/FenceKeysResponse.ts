// Original file: protos/mesh/cache/v1/cache_fence_service.proto


export interface FenceKeysResponse {
}

export interface FenceKeysResponse__Output {
}
