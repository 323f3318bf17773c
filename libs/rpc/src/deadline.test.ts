import { describe, expect, it } from '@jest/globals';

import { DEADLINE_RESERVE_MS, deadlineOf } from './deadline.ts';

describe('a deadline', () => {
  it.each([
    ['is the own time without a parent', { timeoutMs: 60 }, 1_060],
    ['is the own time when the parent has more', { timeoutMs: 60, parentMs: 9_000 }, 1_060],
    [
      'leaves the parent time to tell its caller',
      { timeoutMs: 60_000, parentMs: 3_000 },
      3_000 - DEADLINE_RESERVE_MS,
    ],
    [
      'has passed when the parent has',
      { timeoutMs: 60, parentMs: 1_000 },
      1_000 - DEADLINE_RESERVE_MS,
    ],
    ['is open where neither is bounded', { timeoutMs: Infinity }, Infinity],
  ])('%s', (_, { timeoutMs, parentMs }: { timeoutMs: number; parentMs?: number }, expected) => {
    const parent = parentMs === undefined ? undefined : { deadlineMs: parentMs };
    expect(deadlineOf(1_000, { timeoutMs, parent })).toBe(expected);
  });
});
