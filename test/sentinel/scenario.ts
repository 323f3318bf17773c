// One schedule, what the rule promises, and who judges.
import type { Judgement } from './oracles.ts';
import type { Outcomes, Step } from './schedule.ts';

export interface Scenario {
  kind: string;
  name: string;
  /** What the rule promises. */
  words: string;
  steps: readonly Step[];
  judge: (outcomes: Outcomes) => Judgement;
}
