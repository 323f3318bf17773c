import { describe, expect, it } from '@jest/globals';
import { seededFractions } from '@member-mesh/kernel';
import fc from 'fast-check';

import { HottestValues } from './hottest-values.ts';

const seed = 20_260_105;

const seen = (value: number, cost = 1) => ({
  hash: value + 1,
  method: '/m',
  kind: 'account',
  value: `${value}`,
  cost,
});

describe('the hottest values', () => {
  it('are found among a million others, with what is asked of them in a second', () => {
    const fraction = seededFractions(seed);
    const hottest = new HottestValues(128);
    for (let call = 0; call < 60_000; call++) {
      const isHot = call % 20 === 0;
      const value = isHot ? call % 3 : 10 + Math.floor(fraction() * 1e6);
      hottest.add(seen(value), (call * 5) / 6);
    }
    const top = hottest.hottest(3, 50_000);
    expect(top.map(({ value }) => value).sort()).toEqual(['0', '1', '2']);
    for (const { costPerSecond, costPerSecondError } of top) {
      expect(costPerSecond).toBeGreaterThan(15);
      expect(costPerSecond - costPerSecondError).toBeLessThan(25);
    }
  });

  it('hold every value above its share, and never tell too little', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 5 }))), (calls) => {
        const counters = 6;
        const hottest = new HottestValues(counters);
        const truth = new Map<string, number>();
        let total = 0;
        for (const [value, cost] of calls) {
          hottest.add(seen(value, cost), 0);
          truth.set(`${value}`, (truth.get(`${value}`) ?? 0) + cost);
          total += cost;
        }
        const top = new Map(hottest.hottest(counters, 0).map((each) => [each.value, each]));
        for (const [value, cost] of truth) {
          if (cost > total / counters + 1) expect(top.has(value)).toBe(true);
        }
        for (const [value, { costPerSecond, costPerSecondError }] of top) {
          const perSecond = (truth.get(value) ?? 0) / 10;
          expect(costPerSecond).toBeGreaterThanOrEqual(perSecond - 1e-9);
          expect(costPerSecond - costPerSecondError).toBeLessThanOrEqual(perSecond + 1e-9);
          expect(costPerSecondError).toBeLessThanOrEqual((total / counters + 1) / 10 + 1e-9);
        }
      }),
      { seed, numRuns: 200 },
    );
  });

  it('fade, and so does that they were refused', () => {
    const hottest = new HottestValues(4);
    hottest.add(seen(1, 100), 0);
    hottest.refuse(2);
    const [now] = hottest.hottest(1, 0);
    expect(now?.costPerSecond).toBeCloseTo(10);
    expect(now?.refused).toBe(true);
    const [later] = hottest.hottest(1, 20_000);
    expect(later?.costPerSecond).toBeLessThan(1.3);
    expect(later?.refused).toBe(false);
    expect(hottest.hottest(1, 1e9)[0]?.costPerSecond).toBeLessThan(1e-6);
  });
});
