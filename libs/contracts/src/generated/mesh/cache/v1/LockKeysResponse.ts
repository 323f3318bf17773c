// Original file: protos/mesh/cache/v1/cache_fence_service.proto


export interface LockKeysResponse {
}

export interface LockKeysResponse__Output {
}
