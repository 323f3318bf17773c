// What a benchmark is: a named program that measures what we do beside something else, in one run,
// and hands back rows. The frame reads its options, tells its progress and prints its rows.
import type { Clock, Random } from '@member-mesh/kernel';

import type { BenchMesh } from '../mesh/bench-mesh.ts';

interface Measurement {
  /** Stable: what is measured, in a few words. */
  name: string;
  unit: string;
  /** The median over the rounds. */
  ours: number;
  /** The middle half of the rounds as a share of the median; the wider one of two sides. */
  spread: number;
  /** What the figure means, one sentence. */
  meaning: string;
  /** What keeps it from being better, as measured; told where a goal is missed. */
  limit?: string;
}

/** Ours beside something else. */
export interface Comparison extends Measurement {
  kind: 'comparison';
  other: number;
  /** How many times better ours is; below 1 it is worse. */
  ratio: number;
  /** The ratio to reach; undefined where there is none. */
  goal: number | undefined;
}

export type Bound = { atLeast: number } | { atMost: number };

/** A figure of ours with nothing beside it. */
export interface Figure extends Measurement {
  kind: 'figure';
  goal: Bound | undefined;
}

export type Row = Comparison | Figure;

export interface NumberOption {
  what: string;
  default: number;
  /** What it is with --quick. */
  quick: number;
  min: number;
  max: number;
}

export interface BenchmarkRun {
  /** Fewer rounds: to see that it works, not to quote. */
  quick: boolean;
  /** The benchmark's own options, by name. */
  numbers: Readonly<Record<string, number>>;
  clock: Clock;
  random: Random;
  /** A line for whoever watches. */
  tell: (text: string) => void;
  /** The mesh of this run: started when it is first asked for, ended with the run. */
  mesh: () => Promise<BenchMesh>;
}

export interface Benchmark {
  summary: string;
  /** Measured in the run's mesh; else nothing of that may be running beside it. */
  inMesh: boolean;
  options: Readonly<Record<string, NumberOption>>;
  run(run: BenchmarkRun): Promise<Row[]>;
}
