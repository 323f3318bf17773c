// Original file: protos/flow/v1/flow_control_service.proto


export interface HotValue {
  'resource'?: (string);
  'value'?: (string);
  'costPerSecond'?: (number | string);
  'refused'?: (boolean);
}

export interface HotValue__Output {
  'resource': (string);
  'value': (string);
  'costPerSecond': (number);
  'refused': (boolean);
}
