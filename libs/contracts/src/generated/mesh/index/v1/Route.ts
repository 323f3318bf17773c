// Original file: protos/mesh/index/v1/index_service.proto


export interface Route {
  /**
   * "order-a" or "order-b".
   */
  'order'?: (string);
  /**
   * "marketing" or "order-b"; empty while marketing is shed.
   */
  'marketing'?: (string);
}

export interface Route__Output {
  /**
   * "order-a" or "order-b".
   */
  'order': (string);
  /**
   * "marketing" or "order-b"; empty while marketing is shed.
   */
  'marketing': (string);
}
