// Original file: protos/mesh/cache/v1/cache_fence_service.proto


export interface UnlockKeysResponse {
}

export interface UnlockKeysResponse__Output {
}
