// Original file: protos/flow/v1/flow_control_service.proto


export interface RotateCallerKeyResponse {
  'key'?: (string);
}

export interface RotateCallerKeyResponse__Output {
  'key': (string);
}
