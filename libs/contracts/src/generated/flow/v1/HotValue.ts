// Original file: protos/flow/v1/flow_control_service.proto


export interface HotValue {
  /**
   * A resource as in FlowRule: at most 256 bytes.
   */
  'resource'?: (string);
  /**
   * As an override of a HotspotRule: at most 256 bytes.
   */
  'value'?: (string);
  /**
   * 0 to 10^12.
   */
  'costPerSecond'?: (number | string);
  'refused'?: (boolean);
}

export interface HotValue__Output {
  /**
   * A resource as in FlowRule: at most 256 bytes.
   */
  'resource': (string);
  /**
   * As an override of a HotspotRule: at most 256 bytes.
   */
  'value': (string);
  /**
   * 0 to 10^12.
   */
  'costPerSecond': (number);
  'refused': (boolean);
}
