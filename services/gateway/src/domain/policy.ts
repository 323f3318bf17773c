// The policy as a gateway has it in force.
import type { EngineRule } from '@member-mesh/flow-engine';

import type { CallerDirectory } from './caller-directory.ts';

export interface Policy {
  revision: number;
  directory: CallerDirectory;
  rules: readonly EngineRule[];
  /** Ids of rules of a later release, which are not understood here and not enforced. */
  unknownRules: readonly string[];
}
