// Original file: protos/flow/v1/flow_control_service.proto


export interface DeleteCallerRequest {
  /**
   * As Caller.name.
   */
  'name'?: (string);
}

export interface DeleteCallerRequest__Output {
  /**
   * As Caller.name.
   */
  'name': (string);
}
