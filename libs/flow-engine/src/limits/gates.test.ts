import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { SlidingWindow } from '../windows/sliding-window.ts';
import { ConcurrencyGate } from './concurrency-gate.ts';
import type { Gate } from './gate.ts';
import { PaceGate } from './pace-gate.ts';
import { WarmUpGate } from './warm-up-gate.ts';
import { WindowGate } from './window-gate.ts';

const seed = 20_260_102;

/** When the call may run, or undefined when it is refused. */
function enter(gate: Gate, cost: number, nowMs: number, receipts: number[] = []) {
  return gate.passesAt(cost, nowMs) <= nowMs ? gate.take(cost, nowMs, receipts) : undefined;
}

const arrivals = fc.array(
  fc.record({ stepMs: fc.nat(300), cost: fc.integer({ min: 1, max: 6 }) }),
  { maxLength: 80 },
);

describe('a gate that paces', () => {
  it('lets calls run evenly and refuses at once who would wait too long', () => {
    const gate = new PaceGate(new SlidingWindow(1_000, 10, 0), 250);
    expect([0, 0, 0, 0].map((nowMs) => enter(gate, 1, nowMs))).toEqual([0, 100, 200, undefined]);
    expect(gate.passesAt(1, 0)).toBe(50);
    expect(enter(gate, 1, 50)).toBe(300);
    expect(enter(gate, 3, 5_000)).toBe(5_000);
    expect(enter(gate, 1, 5_049)).toBe(undefined);
    expect(enter(gate, 1, 5_050)).toBe(5_300);
  });

  it('passes no window above its threshold, whatever the costs, and keeps the order', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 12 }), (calls, threshold) => {
        const gate = new PaceGate(new SlidingWindow(512, threshold, 0), 5_000);
        const ran: { atMs: number; cost: number }[] = [];
        let nowMs = 0;
        for (const { stepMs, cost } of calls) {
          nowMs += stepMs;
          const atMs = enter(gate, cost, nowMs);
          if (atMs === undefined) continue;
          const last = ran.at(-1);
          if (last)
            expect(atMs - last.atMs).toBeGreaterThanOrEqual((last.cost * 512) / threshold - 1e-6);
          ran.push({ atMs, cost });
        }
        for (const { atMs } of ran) {
          const within = ran.filter((each) => each.atMs >= atMs && each.atMs < atMs + 512);
          expect(within.reduce((sum, { cost }) => sum + cost, 0)).toBeLessThanOrEqual(threshold);
        }
      }),
      { seed, numRuns: 100 },
    );
  });

  it('is as before once all turns were given back, in whatever order', () => {
    fc.assert(
      fc.property(arrivals, arrivals, fc.infiniteStream(fc.nat()), (before, after, order) => {
        const touched = new PaceGate(new SlidingWindow(512, 8, 0), 2_000);
        const untouched = new PaceGate(new SlidingWindow(512, 8, 0), 2_000);
        let nowMs = 0;
        for (const { stepMs, cost } of before) {
          nowMs += stepMs;
          enter(touched, cost, nowMs);
          enter(untouched, cost, nowMs);
        }
        const taken: { cost: number; receipts: number[] }[] = [];
        for (const { cost } of after) {
          const receipts: number[] = [];
          if (enter(touched, cost, nowMs, receipts) !== undefined) taken.push({ cost, receipts });
        }
        while (taken.length > 0) {
          const [{ cost, receipts }] = taken.splice(order.next().value % taken.length, 1) as [
            (typeof taken)[0],
          ];
          touched.giveBack(cost, receipts, 0);
        }
        for (let cost = 1; cost <= 8; cost++) {
          expect(touched.passesAt(cost, nowMs)).toBe(untouched.passesAt(cost, nowMs));
        }
        expect(enter(touched, 2, nowMs)).toBe(enter(untouched, 2, nowMs));
        for (let atMs = nowMs; atMs < nowMs + 4_000; atMs += 50) {
          expect(touched.usedAt(atMs)).toBe(untouched.usedAt(atMs));
        }
      }),
      { seed, numRuns: 100 },
    );
  });

  it('lets a burst run ahead after a quiet time', () => {
    const gate = new PaceGate(new SlidingWindow(1_000, 10, 3), 0);
    expect([0, 0, 0, 0, 0].map((nowMs) => enter(gate, 1, nowMs))).toEqual([0, 0, 0, 0, undefined]);
  });
});

describe('a gate that warms up', () => {
  const cold = (): WarmUpGate =>
    new WarmUpGate(new SlidingWindow(1_000, 90, 0), {
      threshold: 90,
      warmUpMs: 10_000,
      coldFactor: 3,
    });

  /** Passed in each second under calls every 5 ms, which is more than the threshold. */
  const perSecond = (gate: Gate, fromMs: number, seconds: number): number[] =>
    Array.from({ length: seconds }, (_, second) => {
      let passed = 0;
      for (let at = 0; at < 200; at++) {
        if (enter(gate, 1, fromMs + second * 1_000 + at * 5) !== undefined) passed++;
      }
      return passed;
    });

  it('begins at the cold threshold, reaches the whole one in its time, and cools at rest', () => {
    const gate = cold();
    const passed = perSecond(gate, 0, 14);
    expect(passed[0]).toBeLessThanOrEqual(33);
    expect(passed[0]).toBeGreaterThanOrEqual(30);
    passed.slice(1).forEach((each, at) => expect(each).toBeGreaterThanOrEqual(passed[at]! - 1));
    expect(passed[8]).toBeLessThan(90);
    expect(passed[13]).toBe(90);
    expect(perSecond(gate, 20_000, 1)[0]).toBeLessThan(75);
    expect(perSecond(gate, 60_000, 1)[0]).toBeLessThanOrEqual(33);
  });

  it('stays cold under a trickle and never passes more than the threshold', () => {
    const gate = cold();
    for (let at = 0; at < 300; at++) enter(gate, 1, at * 100);
    expect(perSecond(gate, 30_000, 1)[0]).toBeLessThanOrEqual(35);
    expect(gate.admits(91)).toBe(false);
  });

  it('passes alone what costs more than the cold threshold', () => {
    const gate = cold();
    expect(enter(gate, 90, 0)).toBe(0);
    expect(gate.passesAt(40, 10)).toBe(1_000);
    expect(enter(gate, 1, 999)).toBe(undefined);
  });
});

describe('a gate for calls in progress', () => {
  it('lets in as many as it may and one more for each that ended', () => {
    const gate = new ConcurrencyGate(2, 0);
    expect([1, 1, 1].map((cost) => enter(gate, cost, 0))).toEqual([0, 0, undefined]);
    gate.end();
    expect(enter(gate, 50, 0)).toBe(0);
    gate.giveBack();
    expect(gate.usedAt()).toBe(1);
  });
});

describe('a gate that refuses', () => {
  it('says when the same cost passes, and that some never do', () => {
    const gate = new WindowGate(new SlidingWindow(1_000, 3, 0));
    enter(gate, 2, 0);
    enter(gate, 1, 400);
    expect([1, 2, 3].map((cost) => gate.passesAt(cost, 500))).toEqual([1_000, 1_000, 1_400]);
    expect(gate.admits(4)).toBe(false);
    expect([gate.usedAt(500), gate.usedAt(1_000), gate.usedAt(1_400)]).toEqual([3, 1, 0]);
  });
});
