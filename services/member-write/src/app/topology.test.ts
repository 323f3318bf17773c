import { describe, expect, it } from '@jest/globals';

import { evenRanges, ShardMap } from './topology.ts';

describe('a shard map', () => {
  it.each([1, 2, 3, 5, 7])('splits evenly over %d groups', (count) => {
    const groups = Array.from({ length: count }, (_unused, group) => group);
    const counts = [...new ShardMap(evenRanges(groups)).counts().values()];
    expect(counts.reduce((sum, each) => sum + each, 0)).toBe(1024);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  it('names the group of each shard', () => {
    const map = new ShardMap(evenRanges([4, 9]));
    expect([0, 511, 512, 1023].map((shard) => map.groupOf(shard))).toEqual([4, 4, 9, 9]);
  });

  it.each([
    ['with a hole', [{ from: 0, to: 1000, group: 0 }]],
    [
      'with a hole inside',
      [
        { from: 0, to: 5, group: 0 },
        { from: 7, to: 1023, group: 1 },
      ],
    ],
    [
      'with an overlap',
      [
        { from: 0, to: 1023, group: 0 },
        { from: 3, to: 3, group: 1 },
      ],
    ],
  ])('%s is refused', (_name, ranges) => {
    expect(() => new ShardMap(ranges)).toThrow();
  });
});
