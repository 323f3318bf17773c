import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { BurstBucket } from './burst-bucket.ts';

const size = { threshold: 10, burst: 20, windowMs: 1_000 };

describe('a burst bucket', () => {
  it('lets the burst through once and fills at the rate of the rule', () => {
    const bucket = new BurstBucket(size, 0, 0);
    bucket.take(size, 30, 0);
    expect(bucket.level(size, 0)).toBe(0);
    expect(bucket.level(size, 500)).toBe(5);
    expect(bucket.level(size, 60_000)).toBe(30);
    expect(bucket.msUntil(size, 7, 500)).toBeCloseTo(200, 6);
  });

  it('begins with what has been used already taken', () => {
    expect(new BurstBucket(size, 12, 0).level(size, 0)).toBe(18);
  });

  it('holds no more than its size after something is given back', () => {
    const bucket = new BurstBucket(size, 0, 0);
    bucket.take(size, 4, 0);
    bucket.giveBack(size, 4, 10_000);
    expect(bucket.level(size, 10_000)).toBe(30);
  });

  it('tells a span after which the cost may truly be taken', () => {
    const amounts = fc.double({ min: 0.001, max: 30, noNaN: true });
    const instants = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(amounts, amounts, instants, (taken, cost, nowMs) => {
        const bucket = new BurstBucket(size, 0, nowMs);
        bucket.take(size, taken, nowMs);
        const span = bucket.msUntil(size, cost, nowMs);
        expect(bucket.level(size, nowMs + span)).toBeGreaterThanOrEqual(cost);
        if (span > 1) expect(bucket.level(size, nowMs + span - 1)).toBeLessThan(cost);
      }),
      { seed: 7 },
    );
  });
});
