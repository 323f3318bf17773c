// Original file: protos/mesh/index/v1/index_service.proto


export interface VerifyIndexRequest {
  'cluster'?: (string);
  /**
   * Share of the record's rows to compare, above 0 to 1; 0 is 1, all of them and the index's extra documents.
   */
  'sample'?: (number | string);
}

export interface VerifyIndexRequest__Output {
  'cluster': (string);
  /**
   * Share of the record's rows to compare, above 0 to 1; 0 is 1, all of them and the index's extra documents.
   */
  'sample': (number);
}
