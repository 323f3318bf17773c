import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { countedCost, spanUntil } from './amounts.ts';
import { GRAINS_PER_WINDOW, RUNS_MAX, SlidingLog } from './sliding-log.ts';

const seed = 20_261;

/** Lets through what fits, as a limit does. */
function offer(log: SlidingLog, pass: { cost: number; atMs: number }, limit: number): boolean {
  if (log.forget(pass.atMs) + pass.cost > limit) return false;
  log.add(pass.cost, pass.atMs);
  return true;
}

interface Pass {
  atMs: number;
  cost: number;
}

function costWithin(passes: Pass[], fromMs: number, toMs: number): number {
  return passes.reduce((sum, p) => (p.atMs > fromMs && p.atMs <= toMs ? sum + p.cost : sum), 0);
}

const steps = fc.array(
  fc.record({
    gap: fc.oneof(
      fc.constant(0),
      fc.double({ min: 0, max: 2, noNaN: true }),
      fc.double({ min: 0, max: 400, noNaN: true }),
      fc.constantFrom(99.75, 100, 100.25, 1_000, 999.75),
    ),
    cost: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 12 })),
  }),
  { minLength: 1, maxLength: 120 },
);

describe('a sliding log', () => {
  it('passes no more than the limit in any window, wherever it starts', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 20 }), (schedule, limit) => {
        const log = new SlidingLog(1_000);
        const passed: Pass[] = [];
        let atMs = 5_000;
        for (const { gap, cost } of schedule) {
          atMs += gap;
          if (offer(log, { cost, atMs }, limit)) passed.push({ atMs, cost });
        }
        for (const { atMs: end } of passed) {
          expect(costWithin(passed, end - 1_000, end)).toBeLessThanOrEqual(limit);
        }
      }),
      { seed, numRuns: 300 },
    );
  });

  it('refuses only what some window could not hold, but for one grain', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 20 }), (schedule, limit) => {
        const log = new SlidingLog(1_000);
        const passed: Pass[] = [];
        let atMs = 5_000;
        for (const { gap, cost } of schedule) {
          atMs += gap;
          if (offer(log, { cost, atMs }, limit)) {
            passed.push({ atMs, cost });
            continue;
          }
          const longer = 1_000 * (1 + 1 / GRAINS_PER_WINDOW);
          expect(costWithin(passed, atMs - longer, atMs) + cost).toBeGreaterThan(limit);
        }
      }),
      { seed, numRuns: 300 },
    );
  });

  it('decides as a naive log does when passes are a grain or more apart', () => {
    const grid = fc.array(
      fc.record({ ticks: fc.integer({ min: 1, max: 900 }), cost: fc.integer({ min: 1, max: 6 }) }),
      { minLength: 1, maxLength: 150 },
    );
    fc.assert(
      fc.property(grid, fc.integer({ min: 1, max: 25 }), (schedule, limit) => {
        const log = new SlidingLog(1_024);
        const passed: Pass[] = [];
        let atMs = 0;
        for (const { ticks, cost } of schedule) {
          atMs += ticks / 2;
          const fits = costWithin(passed, atMs - 1_024, atMs) + cost <= limit;
          expect(offer(log, { cost, atMs }, limit)).toBe(fits);
          if (fits) passed.push({ atMs, cost });
        }
      }),
      { seed, numRuns: 300 },
    );
  });

  it('is as if a pass that is given back had never been', () => {
    const acts = fc.array(
      fc.record({ ticks: fc.integer({ min: 1, max: 600 }), cost: fc.integer({ min: 1, max: 6 }) }),
      { minLength: 1, maxLength: 80 },
    );
    fc.assert(
      fc.property(acts, fc.func(fc.boolean()), (schedule, isGivenBack) => {
        const log = new SlidingLog(1_024);
        const without = new SlidingLog(1_024);
        const open: { run: number; cost: number }[] = [];
        let atMs = 0;
        schedule.forEach(({ ticks, cost }, index) => {
          atMs += ticks / 2;
          log.forget(atMs);
          without.forget(atMs);
          const run = log.add(cost, atMs);
          if (isGivenBack(index)) open.push({ run, cost });
          else without.add(cost, atMs);
          if (index % 3 === 2) open.splice(0).forEach((o) => log.giveBack(o.run, o.cost));
        });
        open.forEach((o) => log.giveBack(o.run, o.cost));
        for (let later = 0; later <= 1_100; later += 50) {
          expect(log.forget(atMs + later)).toBe(without.forget(atMs + later));
        }
        expect(log.runs).toBe(0);
      }),
      { seed, numRuns: 200 },
    );
  });

  it('tells the first instant with room again', () => {
    const log = new SlidingLog(100);
    for (const atMs of [0, 10, 20]) log.add(2, atMs);
    expect(log.instantWithAtMost(4)).toBe(100);
    expect(log.instantWithAtMost(3)).toBe(110);
    expect(log.instantWithAtMost(0)).toBe(120);
    expect(log.instantWithAtMost(-1)).toBe(Infinity);
  });

  it('never holds more runs than it may, however many pass', () => {
    const log = new SlidingLog(10);
    let most = 0;
    for (let index = 0; index < 60_000; index++) {
      const atMs = 7e8 + index * 0.001_1;
      log.forget(atMs);
      log.add(1, atMs);
      most = Math.max(most, log.runs);
    }
    expect(most).toBeGreaterThan(RUNS_MAX / 2);
    expect(most).toBeLessThanOrEqual(RUNS_MAX);
    expect(log.bytes).toBeLessThanOrEqual(RUNS_MAX * 16);
  });

  it('takes little memory for a caller that passes little', () => {
    const log = new SlidingLog(1_000);
    for (let second = 0; second < 1_000; second++) {
      log.forget(second * 1_000);
      log.add(1, second * 1_000);
    }
    expect(log.bytes).toBe(128);
  });
});

describe('a counted cost', () => {
  it('is never less than the cost, and whole numbers are as they are', () => {
    expect(countedCost(3)).toBe(3);
    expect(countedCost(0.5)).toBe(0.5);
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (cost) => {
        expect(countedCost(cost)).toBeGreaterThanOrEqual(cost);
        expect(countedCost(cost) - cost).toBeLessThanOrEqual(2 ** -20);
      }),
      { seed },
    );
  });

  it('leaves no rest when it is added and taken away a million times', () => {
    const log = new SlidingLog(1_000);
    const costs = [0.1, 0.7, 1e-3, 3.3].map(countedCost);
    for (let index = 0; index < 100_000; index++) {
      log.forget(index * 0.5);
      log.add(costs[index % 4] ?? 0, index * 0.5);
    }
    expect(log.forget(60_000)).toBe(0);
  });
});

describe('a span until an instant', () => {
  it('reaches the instant in spite of rounding', () => {
    const instants = fc.double({ min: 0, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(instants, instants, (nowMs, instantMs) => {
        expect(nowMs + spanUntil(instantMs, nowMs)).toBeGreaterThanOrEqual(instantMs);
      }),
      { seed, numRuns: 1_000 },
    );
  });
});
