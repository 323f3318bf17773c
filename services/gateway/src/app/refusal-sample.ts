// Some of the refusals of the last second, for people to see whom which rule stands against: of
// each pair of rule and caller a few, so that a flood does not hide the others.
import type { Call, Refusal } from '@member-mesh/flow-engine';

export interface SampledRefusal extends Refusal {
  timeMs: number;
  caller: string;
  method: string;
  /** The rule only watched. */
  shadow: boolean;
}

const OF_EACH_MAX = 3;
const ALL_MAX = 100;

export class RefusalSample {
  #sampled: SampledRefusal[] = [];
  readonly #counts = new Map<string, number>();

  add(
    refusal: Refusal,
    { caller, method }: Pick<Call, 'caller' | 'method'>,
    { timeMs, shadow }: { timeMs: number; shadow: boolean },
  ): void {
    if (this.#sampled.length >= ALL_MAX) return;
    const pair = `${refusal.ruleId}\n${caller}`;
    const count = this.#counts.get(pair) ?? 0;
    if (count >= OF_EACH_MAX) return;
    this.#counts.set(pair, count + 1);
    this.#sampled.push({ ...refusal, timeMs, caller, method, shadow });
  }

  /** Tells them and starts anew. */
  drain(): SampledRefusal[] {
    const sampled = this.#sampled;
    this.#sampled = [];
    this.#counts.clear();
    return sampled;
  }
}
