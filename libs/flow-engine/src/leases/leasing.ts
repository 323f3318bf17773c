// What all states of one GLOBAL rule have in common at a gateway.
import type { Lease } from './lease.ts';

/** What was asked of a GLOBAL rule since somebody last looked. */
export interface Demand {
  asked: number;
}

export interface Leasing {
  lease: Lease;
  demand: Demand;
  /** The rule came while others were in force already: it comes into force with its first share. */
  isLateComer: boolean;
  /** Whether any call has found a share: others may hold all of it when the rule is new here. */
  hadShare?: boolean;
  /** When the first call asked that found no share; undefined before one did. */
  sharelessSinceMs?: number;
}
