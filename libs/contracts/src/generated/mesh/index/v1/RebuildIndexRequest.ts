// Original file: protos/mesh/index/v1/index_service.proto


export interface RebuildIndexRequest {
  'cluster'?: (string);
}

export interface RebuildIndexRequest__Output {
  'cluster': (string);
}
