// Some of the refusals of the last moment, for operators to look at: enough of each rule and caller
// to see what happens, never so many that a flood of refusals costs more than the refusals.
import type { Call, Refusal } from '@member-mesh/flow-engine';

export interface SampledRefusal {
  atMs: number;
  call: Pick<Call, 'caller' | 'method'>;
  refusal: Refusal;
  /** The rule only watches: nobody was refused. */
  shadow: boolean;
}

const SAMPLED_MAX = 100;
const SAMPLED_OF_ONE_MAX = 5;

export class RefusalSample {
  #sampled: SampledRefusal[] = [];
  readonly #counts = new Map<string, number>();

  note(sampled: SampledRefusal): void {
    if (this.#sampled.length >= SAMPLED_MAX) return;
    const { refusal, call } = sampled;
    const whose = `${refusal.ruleId}\n${call.caller}`;
    const count = this.#counts.get(whose) ?? 0;
    if (count >= SAMPLED_OF_ONE_MAX) return;
    this.#counts.set(whose, count + 1);
    this.#sampled.push(sampled);
  }

  /** What was sampled since the last look. */
  drain(): SampledRefusal[] {
    const sampled = this.#sampled;
    this.#sampled = [];
    this.#counts.clear();
    return sampled;
  }
}
