import { describe, expect, it } from '@jest/globals';

import { RateBudget } from './rate-budget.ts';

function budgetOf(perSecond: number) {
  let nowMs = 0;
  const clock = { nowMs: () => 0, monotonicMs: () => nowMs };
  const passMs = (ms: number): number => (nowMs += ms);
  return { budget: new RateBudget(perSecond, clock), passMs };
}

describe('a budget', () => {
  it('refills evenly and saves nothing beyond a second', () => {
    const { budget, passMs } = budgetOf(100);
    expect(budget.take(100)).toBe(true);
    expect(budget.take(1)).toBe(false);
    passMs(10);
    expect(budget.take(1)).toBe(true);
    expect(budget.take(1)).toBe(false);
    passMs(60_000);
    expect(budget.take(100)).toBe(true);
    expect(budget.take(1)).toBe(false);
  });

  it('grants a request larger than itself whole, and lets it pay before the next', () => {
    const { budget, passMs } = budgetOf(200);
    expect(budget.take(150)).toBe(true);
    expect(budget.take(500)).toBe(true);
    passMs(2_250);
    expect(budget.take(1)).toBe(false);
    passMs(10);
    expect(budget.take(1)).toBe(true);
  });

  it('takes nothing for what it refuses', () => {
    const { budget, passMs } = budgetOf(100);
    expect(budget.take(100)).toBe(true);
    for (let asked = 0; asked < 50; asked++) expect(budget.take(500)).toBe(false);
    passMs(10);
    expect(budget.take(1)).toBe(true);
  });
});
