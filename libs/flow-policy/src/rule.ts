// Rules as operators give them and as they are stored.
import type { EngineRule } from '@member-mesh/flow-engine';

/** A rule as an operator gives it. */
export interface RuleDraft extends EngineRule {
  description: string;
}

/** A rule as it is stored; the etag changes with each change of the rule. */
export interface StoredRule extends RuleDraft {
  etag: string;
}
