// Original file: protos/mesh/index/v1/index_service.proto


export interface Finding {
  /**
   * The rule's name, such as "search-pool"; names never change.
   */
  'rule'?: (string);
  /**
   * "ok", "warning" or "fault".
   */
  'verdict'?: (string);
  /**
   * What was found, with its figures.
   */
  'found'?: (string);
  /**
   * The setting or the command that would mend it; empty when nothing is wrong.
   */
  'change'?: (string);
}

export interface Finding__Output {
  /**
   * The rule's name, such as "search-pool"; names never change.
   */
  'rule': (string);
  /**
   * "ok", "warning" or "fault".
   */
  'verdict': (string);
  /**
   * What was found, with its figures.
   */
  'found': (string);
  /**
   * The setting or the command that would mend it; empty when nothing is wrong.
   */
  'change': (string);
}
