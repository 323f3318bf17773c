import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { fairShares } from './fair-shares.ts';

const claimsOf = (...wanted: number[]) => wanted.map((amount) => ({ wanted: amount, weight: 1 }));

describe('fair shares', () => {
  it.each([
    ['gives everyone all when there is enough, and spreads the rest', [1, 2], 9, [4, 5]],
    ['gives equal parts when everyone wants too much', [50, 80], 10, [5, 5]],
    ['gives who wants little all of it, and the others equal parts', [2, 50, 50], 10, [2, 4, 4]],
    ['gives nothing of nothing', [2, 50], 0, [0, 0]],
    ['gives nothing of less than nothing', [2, 50], -3, [0, 0]],
  ])('%s', (_, wanted, capacity, shares) => {
    expect(fairShares(claimsOf(...wanted), capacity)).toEqual(shares);
  });

  it('counts a claim of weight 2 as two', () => {
    const claims = [
      { wanted: 90, weight: 2 },
      { wanted: 90, weight: 1 },
    ];
    expect(fairShares(claims, 30)).toEqual([20, 10]);
  });

  it('is max-min fair: who has less than was asked for has no less per weight than anyone', () => {
    const claim = fc.record({
      wanted: fc.integer({ min: 0, max: 100 }),
      weight: fc.integer({ min: 1, max: 4 }),
    });
    const claims = fc.array(claim, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(claims, fc.integer({ min: 1, max: 300 }), (all, capacity) => {
        const shares = fairShares(all, capacity);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(capacity, 6);
        shares.forEach((share, index) => {
          const { wanted, weight } = all[index]!;
          if (share >= wanted - 1e-9) return;
          shares.forEach((other, at) => {
            expect(other / all[at]!.weight).toBeLessThanOrEqual(share / weight + 1e-6);
          });
        });
      }),
      { seed: 5 },
    );
  });
});
