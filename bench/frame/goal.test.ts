import { describe, expect, it } from '@jest/globals';

import type { Bound, Row } from './benchmark.ts';
import { verdictOf } from './goal.ts';

const measured = { name: 'n', unit: 'u', spread: 0, meaning: 'm' };

function comparison(ratio: number, goal?: number): Row {
  return { kind: 'comparison', ...measured, ours: 1, other: 1, ratio, goal };
}

function figure(ours: number, goal?: Bound): Row {
  return { kind: 'figure', ...measured, ours, goal };
}

describe('a goal', () => {
  it.each([
    ['a ratio', comparison(0.8, 0.75), true, 0],
    ['a ratio', comparison(0.6, 0.75), false, 0.2],
    ['at least', figure(100, { atLeast: 100 }), true, 0],
    ['at least', figure(50, { atLeast: 100 }), false, 0.5],
    ['nothing at all', figure(0, { atMost: 0 }), true, 0],
    ['nothing at all', figure(3, { atMost: 0 }), false, 1],
    ['at most', figure(400, { atMost: 500 }), true, 0],
    ['at most', figure(750, { atMost: 500 }), false, 0.5],
  ])('of %s: %j reached %s, missed by %d', (_, row, reached, missedBy) => {
    const verdict = verdictOf(row);
    expect(verdict?.reached).toBe(reached);
    expect(verdict?.missedBy).toBeCloseTo(missedBy);
  });

  it('that does not exist is neither reached nor missed', () => {
    expect(verdictOf(comparison(1))).toBeUndefined();
    expect(verdictOf(figure(1))).toBeUndefined();
  });
});
