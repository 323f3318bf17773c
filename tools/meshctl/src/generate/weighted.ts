// Picks by weight: what people are like is not spread evenly.
import { invariant } from '@member-mesh/kernel';
import type { SeededRandom } from './seeded-random.ts';

/** Values with weights above 0; the weights need not add up to anything. */
export type Weighted<T> = readonly (readonly [value: T, weight: number])[];

/** A function that draws one of the values, each as often as its weight says. */
export function weightedPicker<T>(choices: Weighted<T>): (random: SeededRandom) => T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  const last = choices.at(-1);
  invariant(last && total > 0, 'there is something to choose from');
  return (random) => {
    let left = random.fraction() * total;
    for (const [value, weight] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    return last[0];
  };
}

/** One of the values, each as often as any other. */
export function pickEvenly<T>(random: SeededRandom, values: readonly T[]): T {
  const value = values[random.below(values.length)];
  invariant(value !== undefined, 'there is something to pick from');
  return value;
}
