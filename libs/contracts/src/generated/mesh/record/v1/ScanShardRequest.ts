// Original file: protos/mesh/record/v1/record_service.proto


export interface ScanShardRequest {
  /**
   * 0 to 1023.
   */
  'shard'?: (number);
  /**
   * Empty for the first page, else the last answer's next_page_token.
   */
  'pageToken'?: (string);
  /**
   * 1 to 1,000.
   */
  'pageSize'?: (number);
}

export interface ScanShardRequest__Output {
  /**
   * 0 to 1023.
   */
  'shard': (number);
  /**
   * Empty for the first page, else the last answer's next_page_token.
   */
  'pageToken': (string);
  /**
   * 1 to 1,000.
   */
  'pageSize': (number);
}
