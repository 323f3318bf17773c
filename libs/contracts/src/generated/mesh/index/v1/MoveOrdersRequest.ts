// Original file: protos/mesh/index/v1/index_service.proto


export interface MoveOrdersRequest {
  /**
   * "order-a" or "order-b".
   */
  'to'?: (string);
  /**
   * Told with the change, at most 200 bytes; empty: "asked for".
   */
  'why'?: (string);
  /**
   * Only tells what would be done.
   */
  'dryRun'?: (boolean);
  'acceptLag'?: (boolean);
}

export interface MoveOrdersRequest__Output {
  /**
   * "order-a" or "order-b".
   */
  'to': (string);
  /**
   * Told with the change, at most 200 bytes; empty: "asked for".
   */
  'why': (string);
  /**
   * Only tells what would be done.
   */
  'dryRun': (boolean);
  'acceptLag': (boolean);
}
