// Original file: protos/mesh/index/v1/index_service.proto


export interface ClearSetAsideRequest {
  'cluster'?: (string);
}

export interface ClearSetAsideRequest__Output {
  'cluster': (string);
}
