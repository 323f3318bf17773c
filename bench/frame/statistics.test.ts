import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { median, quantile, ratioOf, spread } from './statistics.ts';

const values = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), {
  minLength: 1,
  maxLength: 40,
});

describe('a median', () => {
  it.each([
    [[3], 3],
    [[9, 1], 5],
    [[9, 1, 4], 4],
    [[1, 1, 1, 900], 1],
  ])('of %j is %d', (numbers, expected) => {
    expect(median(numbers)).toBe(expected);
  });

  it('does not depend on the order, and leaves the values as they were', () => {
    fc.assert(
      fc.property(values, (numbers) => {
        const before = [...numbers];
        expect(median([...numbers].reverse())).toBe(median(numbers));
        expect(numbers).toEqual(before);
      }),
    );
  });

  it('of nothing is a mistake of whoever asks', () => {
    expect(() => median([])).toThrow('nothing');
  });
});

describe('a quantile', () => {
  it('lies between the least and the greatest and grows with its share', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (numbers, share) => {
        const [low, at, high] = [0, share, 1].map((each) => quantile(numbers, each));
        expect(low).toBe(Math.min(...numbers));
        expect(high).toBe(Math.max(...numbers));
        expect(at).toBeGreaterThanOrEqual(low ?? 0);
        expect(at).toBeLessThanOrEqual(high ?? 0);
      }),
    );
  });

  it.each([
    [0.25, 2],
    [0.75, 4],
    [0.9, 4.6],
  ])('%d of 1 to 5 is %d', (share, expected) => {
    expect(quantile([5, 3, 1, 2, 4], share)).toBeCloseTo(expected);
  });
});

describe('a spread', () => {
  it('is the width of the middle half beside the median, whatever the unit', () => {
    expect(spread([1, 2, 3, 4, 5])).toBeCloseTo(2 / 3);
    expect(spread([10, 20, 30, 40, 50])).toBeCloseTo(2 / 3);
    expect(spread([7, 7, 7])).toBe(0);
    expect(spread([0, 0])).toBe(0);
  });

  it('does not see a single disturbance', () => {
    expect(spread([10, 10, 10, 10, 10, 10, 10, 900])).toBe(0);
  });
});

describe('a ratio', () => {
  it('is above 1 where ours is better, for times as for rates', () => {
    expect(ratioOf(2, 6, 'lower')).toBe(3);
    expect(ratioOf(600, 200, 'higher')).toBe(3);
    expect(ratioOf(6, 2, 'lower')).toBeCloseTo(1 / 3);
  });
});
