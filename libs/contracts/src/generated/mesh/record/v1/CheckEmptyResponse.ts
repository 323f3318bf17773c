// Original file: protos/mesh/record/v1/record_service.proto


export interface CheckEmptyResponse {
  'empty'?: (boolean);
}

export interface CheckEmptyResponse__Output {
  'empty': (boolean);
}
