// Choices that a seed decides, so that a run can be made again: the order of answers still differs,
// the plan of each client does not.
import { seededFractions } from '@member-mesh/kernel';

export interface Dice {
  /** From 0 up to but not including `below`. */
  number(below: number): number;
  pick<T>(list: readonly T[]): T;
  /** One of the names, each as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
}

export function diceOf(seed: number): Dice {
  const fraction = seededFractions(seed);
  const number = (below: number): number => Math.floor(fraction() * below);
  return {
    number,
    pick: (list) => {
      const picked = list[number(list.length)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
    weighted: (weights) => {
      const entries = Object.entries(weights) as [keyof typeof weights, number][];
      let left = fraction() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      const found = entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1);
      if (!found) throw new Error('nothing to weigh');
      return found[0];
    },
  };
}
