// How far a rebuild has come. Kept in the bucket, so that another worker goes on where one died.
import type { IndexPair } from './cluster.ts';
import { ShardSet } from './shard-set.ts';

/**
 * `creating` the new indices and writing to them as well; `scanning` the record into them;
 * `switching` the readers over; `cleaning` away what came before; `done`.
 */
export type RebuildPhase = 'creating' | 'scanning' | 'switching' | 'cleaning' | 'done';

export interface RebuildPlan {
  id: string;
  phase: RebuildPhase;
  /** The indices being built; known from `scanning` on. */
  pair: IndexPair | undefined;
  shards: ShardSet;
  rows: number;
  rowsPerSecond: number;
  setAside: number;
  /** How often a worker took the rebuild up, the first time counted. */
  runs: number;
  startedMs: number;
  finishedMs: number | undefined;
}

export function newPlan(id: string, startedMs: number): RebuildPlan {
  return {
    id,
    phase: 'creating',
    pair: undefined,
    shards: new ShardSet(),
    rows: 0,
    rowsPerSecond: 0,
    setAside: 0,
    runs: 0,
    startedMs,
    finishedMs: undefined,
  };
}

/** The same rebuild from its beginning: what was built so far is lost. */
export function startedOver(plan: RebuildPlan): RebuildPlan {
  const { id, startedMs, runs } = plan;
  return { ...newPlan(id, startedMs), runs };
}

export function encodePlan(plan: RebuildPlan): string {
  return JSON.stringify({ ...plan, shards: plan.shards.toString() });
}

export function decodePlan(text: string): RebuildPlan {
  const json = JSON.parse(text) as Omit<RebuildPlan, 'shards'> & { shards: string };
  return {
    ...json,
    shards: ShardSet.parse(json.shards),
    pair: json.pair ?? undefined,
    finishedMs: json.finishedMs ?? undefined,
  };
}
