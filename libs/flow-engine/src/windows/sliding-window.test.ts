import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { SlidingWindow, WINDOW_RECEIPT_LENGTH } from './sliding-window.ts';

const seed = 20_260_101;

interface Passed {
  atMs: number;
  cost: number;
}

/** The most that passed in any half-open window of the length: it is reached at a passing. */
function fullestWindow(passed: readonly Passed[], windowMs: number): number {
  let most = 0;
  for (const { atMs } of passed) {
    const within = passed.filter((each) => each.atMs >= atMs && each.atMs < atMs + windowMs);
    most = Math.max(
      most,
      within.reduce((sum, each) => sum + each.cost, 0),
    );
  }
  return most;
}

function pass(window: SlidingWindow, cost: number, nowMs: number): boolean {
  if (window.passesAt(cost, nowMs) > nowMs) return false;
  window.take(cost, nowMs, []);
  return true;
}

// 64ths of a millisecond, so that sums of instants are exact and entries do share grains of the
// longer windows.
const steps = fc.array(
  fc.record({
    stepMs: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 32 }).map((parts) => parts / 64),
      fc.nat(12),
      // Just about a window, where a cost counted from too early would be forgotten.
      fc
        .tuple(fc.constantFrom(10, 256, 1_000), fc.integer({ min: -8, max: 8 }))
        .map(([windowMs, parts]) => windowMs + parts / 64),
      fc.nat(1_200),
    ),
    cost: fc.integer({ min: 1, max: 6 }),
  }),
  { maxLength: 120 },
);

describe('a sliding window', () => {
  it('passes what keeps every window at the threshold and refuses only what does not', () => {
    fc.assert(
      fc.property(
        steps,
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(10, 256, 1_000),
        (calls, threshold, windowMs) => {
          const window = new SlidingWindow(windowMs, threshold, 0);
          const passed: Passed[] = [];
          let nowMs = 0;
          for (const { stepMs, cost } of calls) {
            nowMs += stepMs;
            const recent = passed.filter(({ atMs }) => atMs + windowMs > nowMs);
            const used = recent.reduce((sum, each) => sum + each.cost, 0);
            const passes = pass(window, cost, nowMs);
            if (passes) passed.push({ atMs: nowMs, cost });
            // The grains of 10 ms are so small that each instant has its own.
            const counted = passed.filter((each) => each.atMs + windowMs * (1 + 1 / 4_096) > nowMs);
            const most = counted.reduce((sum, each) => sum + each.cost, 0);
            if (windowMs === 10) expect(passes).toBe(used + cost <= threshold);
            if (!passes) expect(most + cost).toBeGreaterThan(threshold);
          }
          expect(fullestWindow(passed, windowMs)).toBeLessThanOrEqual(threshold);
        },
      ),
      { seed, numRuns: 200 },
    );
  });

  it('counts the costs of one grain from the latest of them', () => {
    const window = new SlidingWindow(4_096, 2, 0);
    expect(pass(window, 1, 1_000)).toBe(true);
    expect(pass(window, 1, 1_000.75)).toBe(true);
    expect(window.passesAt(1, 5_096)).toBe(5_096.75);
    expect(window.passesAt(2, 5_096.75)).toBe(5_096.75);
  });

  it('tells the very instant at which a refused cost passes', () => {
    fc.assert(
      fc.property(steps, fc.nat(20), fc.integer({ min: 1, max: 12 }), (calls, burst, threshold) => {
        const window = new SlidingWindow(256, threshold, burst);
        let nowMs = 0;
        for (const { stepMs, cost } of calls) {
          nowMs += stepMs;
          pass(window, cost, nowMs);
        }
        for (const cost of [1, threshold, threshold + burst]) {
          const atMs = window.passesAt(cost, nowMs);
          expect(atMs).toBeLessThan(Infinity);
          if (atMs === nowMs) continue;
          // Asking changes nothing but what refills by itself, so each question has its own copy.
          const early = replay(calls, new SlidingWindow(256, threshold, burst));
          early.passesAt(cost, nowMs);
          expect(early.passesAt(cost, atMs - 1e-3)).toBeGreaterThan(atMs - 1e-3);
          const due = replay(calls, new SlidingWindow(256, threshold, burst));
          due.passesAt(cost, nowMs);
          expect(due.passesAt(cost, atMs + 1e-6)).toBe(atMs + 1e-6);
        }
        expect(window.passesAt(threshold + burst + 1, nowMs)).toBe(Infinity);
      }),
      { seed, numRuns: 100 },
    );
  });

  it('passes no more over any span than its windows allow and the burst', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 12 }), fc.nat(20), (calls, threshold, burst) => {
        const windowMs = 256;
        const window = new SlidingWindow(windowMs, threshold, burst);
        const passed: Passed[] = [];
        let nowMs = 0;
        for (const { stepMs, cost } of calls) {
          nowMs += stepMs;
          const recent = passed.filter(({ atMs }) => atMs + windowMs > nowMs);
          const used = recent.reduce((sum, each) => sum + each.cost, 0);
          const passes = pass(window, cost, nowMs);
          if (passes) passed.push({ atMs: nowMs, cost });
          // Under the threshold nobody is refused, but for grains and rounding.
          if (used + cost < threshold - 1e-6) expect(passes).toBe(true);
        }
        for (const windows of [1, 2, 3, 5, 8]) {
          const most = fullestWindow(passed, windows * windowMs);
          expect(most).toBeLessThanOrEqual(threshold * windows + burst + 1e-6);
        }
      }),
      { seed, numRuns: 200 },
    );
  });

  it('has threshold and burst ready after two quiet windows and the time the burst refills in', () => {
    const window = new SlidingWindow(1_000, 10, 5);
    expect(pass(window, 15, 0)).toBe(true);
    expect(pass(window, 1, 0)).toBe(false);
    expect(pass(window, 15, 2_499)).toBe(false);
    const quiet = new SlidingWindow(1_000, 10, 5);
    expect(pass(quiet, 15, 0)).toBe(true);
    expect(pass(quiet, 15, 2_500)).toBe(true);
  });

  it('is after a taking back as if nothing had been taken', () => {
    fc.assert(
      fc.property(steps, steps, fc.integer({ min: 1, max: 12 }), (before, taken, threshold) => {
        const touched = replay(before, new SlidingWindow(256, threshold, 0));
        const untouched = replay(before, new SlidingWindow(256, threshold, 0));
        const startMs = before.reduce((sum, { stepMs }) => sum + stepMs, 0);
        let nowMs = startMs;
        const receipts: number[] = [];
        const costs: number[] = [];
        for (const { stepMs, cost } of taken) {
          nowMs += stepMs;
          if (touched.passesAt(cost, nowMs) > nowMs) continue;
          touched.take(cost, nowMs, receipts);
          costs.push(cost);
        }
        costs.forEach((cost, at) => touched.giveBack(cost, receipts, WINDOW_RECEIPT_LENGTH * at));
        for (const atMs of [nowMs, nowMs + 100, nowMs + 200, nowMs + 300]) {
          expect(touched.usedAt(atMs)).toBe(untouched.usedAt(atMs));
          for (let cost = 1; cost <= threshold; cost++) {
            expect(touched.passesAt(cost, atMs)).toBe(untouched.passesAt(cost, atMs));
          }
        }
      }),
      { seed, numRuns: 100 },
    );
  });

  it('gives a reserve back what it had lent', () => {
    const window = new SlidingWindow(1_000, 10, 5);
    const receipts: number[] = [];
    window.take(14, 0, receipts);
    expect(window.passesAt(2, 0)).toBeGreaterThan(0);
    window.giveBack(14, receipts, 0);
    expect(window.passesAt(15, 0)).toBe(0);
  });

  it('has the whole reserve ready again after parts of a cost were lent', () => {
    const window = new SlidingWindow(1_000, 2, 1);
    for (const cost of [2, 0.3]) expect(pass(window, cost, 0)).toBe(true);
    const atMs = window.passesAt(3, 0);
    expect(atMs).toBeGreaterThan(2_150);
    expect(atMs).toBeLessThan(2_151);
    expect(pass(window, 3, atMs)).toBe(true);
  });

  it('gives a reserve nothing back that has come back by itself', () => {
    const window = new SlidingWindow(1_000, 10, 5);
    const receipts: number[] = [];
    window.take(14, 0, receipts);
    // After two quiet windows and the time of what is missing, the reserve is full again.
    expect(pass(window, 15, 2_401)).toBe(true);
    window.giveBack(14, receipts, 0);
    expect(pass(window, 1, 2_401)).toBe(false);
  });

  it('passes no more over any span although some of it is given back late', () => {
    const acts = fc.array(
      fc.record({
        stepMs: fc.oneof(fc.constant(0), fc.nat(300), fc.constant(1_024)),
        cost: fc.integer({ min: 1, max: 3 }),
        givesBack: fc.option(fc.nat(5), { nil: undefined }),
      }),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(acts, fc.integer({ min: 1, max: 8 }), fc.nat(12), (calls, threshold, burst) => {
        const windowMs = 256;
        const window = new SlidingWindow(windowMs, threshold, burst);
        const passed: (Passed & { receipts: number[] })[] = [];
        let nowMs = 0;
        for (const { stepMs, cost, givesBack } of calls) {
          nowMs += stepMs;
          const [left] = givesBack === undefined ? [] : passed.splice(-1 - givesBack, 1);
          if (left) window.giveBack(left.cost, left.receipts, 0);
          if (window.passesAt(cost, nowMs) > nowMs) continue;
          const receipts: number[] = [];
          window.take(cost, nowMs, receipts);
          passed.push({ atMs: nowMs, cost, receipts });
        }
        for (const windows of [1, 2, 3, 5, 8]) {
          const most = fullestWindow(passed, windows * windowMs);
          expect(most).toBeLessThanOrEqual(threshold * windows + burst + 1e-6);
        }
      }),
      { seed, numRuns: 300 },
    );
  });

  it('holds memory for no more than its grains, and lets it go when quiet', () => {
    const window = new SlidingWindow(1_000, 1e9, 0);
    for (let at = 0; at < 50_000; at++) pass(window, 1, at / 20);
    expect(window.capacity).toBe(4_097);
    expect(window.usedAt(2_499.95)).toBeGreaterThanOrEqual(20_000);
    expect(window.usedAt(2_499.95)).toBeLessThanOrEqual(20_006);
    window.usedAt(9_999);
    expect(window.capacity).toBe(1);
  });
});

function replay(calls: readonly { stepMs: number; cost: number }[], window: SlidingWindow) {
  let nowMs = 0;
  for (const { stepMs, cost } of calls) {
    nowMs += stepMs;
    pass(window, cost, nowMs);
  }
  return window;
}
