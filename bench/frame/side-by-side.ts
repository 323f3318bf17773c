// Measuring two things so that they can be compared: in turns, A B B A, so that neither always
// comes first and whatever else the machine does meets both; after a warm-up that is thrown away.
import type { Clock } from '@member-mesh/kernel';

import type { Bound, Comparison, Figure } from './benchmark.ts';
import { type Better, median, ratioOf, spread } from './statistics.ts';

/** One round of one side; answers the value measured. `round` counts from 0. */
export type Measure = (round: number) => Promise<number>;

export interface Sides {
  ours: Measure;
  other: Measure;
}

export interface Plan {
  rounds: number;
  warmUps: number;
}

export interface Measured {
  ours: number[];
  other: number[];
}

/** Takes all sides' rounds in turns: A B C C B A. */
export async function inTurns<K extends string, T>(
  sides: Readonly<Record<K, (round: number) => Promise<T>>>,
  plan: Plan,
): Promise<Record<K, T[]>> {
  const names = Object.keys(sides) as K[];
  const measured = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, T[]>;
  const total = plan.warmUps + plan.rounds;
  for (let round = 0; round < total; round++) {
    for (const side of round % 2 === 0 ? names : names.toReversed()) {
      const value = await sides[side](round);
      if (round >= plan.warmUps) measured[side].push(value);
    }
  }
  return measured;
}

/** Takes both sides' rounds in turns. */
export function sideBySide({ ours, other }: Sides, plan: Plan): Promise<Measured> {
  return inTurns({ ours, other }, plan);
}

export interface Question {
  name: string;
  unit: string;
  better: Better;
  meaning: string;
  goal?: number;
  limit?: string;
}

/** The row that two sides' values make. */
export function rowOf(question: Question, measured: Measured): Comparison {
  const { name, unit, better, meaning, goal, limit } = question;
  const [ours, other] = [median(measured.ours), median(measured.other)];
  return {
    kind: 'comparison',
    ...{ name, unit, ours, other, meaning, goal },
    ratio: ratioOf(ours, other, better),
    spread: Math.max(spread(measured.ours), spread(measured.other)),
    ...(limit !== undefined && { limit }),
  };
}

export interface FigureQuestion {
  name: string;
  unit: string;
  meaning: string;
  goal?: Bound;
  limit?: string;
}

/** The row that values of ours alone make. */
export function figureRowOf(question: FigureQuestion, values: readonly number[]): Figure {
  const { name, unit, meaning, goal, limit } = question;
  return {
    kind: 'figure',
    ...{ name, unit, meaning, goal, ours: median(values), spread: spread(values) },
    ...(limit !== undefined && { limit }),
  };
}

type Call = (n: number) => Promise<unknown>;

const CALLS_MIN = 3;
const CALLS_MAX = 200;

/**
 * Warms both calls up for `warmUpMs` each, and answers how many of the slower one fill a round of
 * `roundMs`: few enough to come to an end, enough for one of them not to matter.
 */
export async function callsToFill(
  clock: Clock,
  calls: readonly Call[],
  { roundMs, warmUpMs }: { roundMs: number; warmUpMs: number },
): Promise<number> {
  let slowestMs = 0;
  for (const call of calls) {
    const startedMs = clock.monotonicMs();
    let made = 0;
    while (made < CALLS_MIN || clock.monotonicMs() - startedMs < warmUpMs) await call(made++);
    slowestMs = Math.max(slowestMs, (clock.monotonicMs() - startedMs) / made);
  }
  return Math.min(CALLS_MAX, Math.max(CALLS_MIN, Math.round(roundMs / slowestMs)));
}

/** Milliseconds that one call takes, on average over `calls` of them one after the other. */
export function callMs(clock: Clock, calls: number, call: Call): Measure {
  return async (round) => {
    const startedMs = clock.monotonicMs();
    for (let n = 0; n < calls; n++) await call(round * calls + n);
    return (clock.monotonicMs() - startedMs) / calls;
  };
}

/** Calls a second with `atOnce` of them on their way. */
export function callsPerSecond(
  clock: Clock,
  { calls, atOnce }: { calls: number; atOnce: number },
  call: Call,
): Measure {
  return async (round) => {
    const startedMs = clock.monotonicMs();
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < calls) await call(round * calls + next++);
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    return (calls * 1_000) / (clock.monotonicMs() - startedMs);
  };
}
