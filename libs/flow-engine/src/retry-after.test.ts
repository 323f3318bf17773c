import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { retryAfterMs } from './retry-after.ts';

describe('the time to wait', () => {
  it('reaches the instant in spite of rounding, and hardly more', () => {
    const instants = fc.double({ min: 0, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(instants, instants, (askedMs, later) => {
        const atMs = askedMs + later;
        const spanMs = retryAfterMs(atMs, askedMs) ?? -1;
        expect(askedMs + spanMs).toBeGreaterThanOrEqual(atMs);
        expect(spanMs).toBeLessThanOrEqual(later + 4 * atMs * Number.EPSILON);
      }),
      { seed: 6, numRuns: 1_000 },
    );
  });

  it('is not told for an instant that nobody knows', () => {
    expect(retryAfterMs(Infinity, 5)).toBeUndefined();
  });
});
