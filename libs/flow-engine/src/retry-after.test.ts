import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { retryAfterMs } from './retry-after.ts';

describe('the time to wait', () => {
  it('reaches the instant, and is hardly more than the difference', () => {
    const instant = fc.double({ min: 1, max: 1e12, noNaN: true });
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(instant, part, (atMs, ratio) => {
        const askedMs = atMs * ratio;
        const spanMs = retryAfterMs(atMs, askedMs) ?? -1;
        expect(askedMs + spanMs).toBeGreaterThanOrEqual(atMs);
        expect(spanMs).toBeLessThanOrEqual(atMs - askedMs + 2 * atMs * Number.EPSILON);
      }),
      { seed: 6, numRuns: 1_000 },
    );
  });

  it('reaches the instant where the difference is rounded down', () => {
    const atMs = 2 ** 52 + 1;
    expect(0.5 + (atMs - 0.5)).toBeLessThan(atMs);
    expect(0.5 + (retryAfterMs(atMs, 0.5) ?? 0)).toBeGreaterThanOrEqual(atMs);
  });

  it('is not told for an instant that nobody knows', () => {
    expect(retryAfterMs(Infinity, 5)).toBeUndefined();
  });
});
