// Original file: protos/mesh/index/v1/index_service.proto


export interface ExamineIndexRequest {
  /**
   * Empty for all clusters.
   */
  'cluster'?: (string);
}

export interface ExamineIndexRequest__Output {
  /**
   * Empty for all clusters.
   */
  'cluster': (string);
}
