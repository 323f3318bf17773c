// Original file: protos/mesh/index/v1/index_service.proto


export interface ListSetAsideRequest {
  'cluster'?: (string);
  'pageSize'?: (number);
}

export interface ListSetAsideRequest__Output {
  'cluster': (string);
  'pageSize': (number);
}
