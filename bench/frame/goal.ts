// Whether a goal was reached, and by how much it was missed.
import type { Bound, Row } from './benchmark.ts';

export interface Verdict {
  reached: boolean;
  /** By which share of the goal ours is worse; 0 when it was reached. */
  missedBy: number;
}

/** Undefined for a row without a goal. */
export function verdictOf(row: Row): Verdict | undefined {
  if (row.goal === undefined) return undefined;
  const share = row.kind === 'comparison' ? row.ratio / row.goal : shareOf(row.ours, row.goal);
  const shortfall = row.kind === 'figure' && 'atMost' in row.goal ? share - 1 : 1 - share;
  return { reached: shortfall <= 0, missedBy: Math.max(0, shortfall) };
}

function shareOf(value: number, goal: Bound): number {
  // What is to be nothing at all is either that or missed wholly.
  if ('atMost' in goal && goal.atMost === 0) return value <= 0 ? 1 : 2;
  return value / ('atLeast' in goal ? goal.atLeast : goal.atMost);
}
