import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { TextHash } from '../policy/hash.ts';
import type { HotspotRule } from '../policy/rule.ts';
import { HotspotGate, VALUE_RECEIPT_LENGTH } from './hotspot-gate.ts';
import { HotspotMemory } from './hotspot-memory.ts';

const seed = 20_260_104;

const rule = (changes: Partial<HotspotRule> = {}): HotspotRule => ({
  type: 'hotspot',
  resource: '*',
  caller: '',
  key: 'account',
  threshold: 3,
  burst: 0,
  overrides: {},
  ...changes,
});

const lanes = new TextHash();

class Values {
  readonly memory: HotspotMemory;
  readonly gate: HotspotGate;

  constructor(changes: Partial<HotspotRule> = {}, valuesMax = 1_024) {
    this.memory = new HotspotMemory(valuesMax);
    this.gate = new HotspotGate(rule(changes), this.memory);
  }

  charge(value: string, cost = 1) {
    return { hash: lanes.of(value, 0).salted(7), threshold: this.gate.thresholdOf(value), cost };
  }

  passesAt(value: string, nowMs: number, cost = 1): number {
    return this.gate.passesAt(this.charge(value, cost), nowMs);
  }

  pass(value: string, nowMs: number, cost = 1, receipts: number[] = []): boolean {
    if (this.passesAt(value, nowMs, cost) > nowMs) return false;
    this.gate.take(this.charge(value, cost), nowMs, receipts);
    return true;
  }
}

const calls = fc.array(
  fc.record({
    // Often just about a window, where a cost counted from too early would be forgotten.
    stepMs: fc.oneof(fc.constant(0), fc.nat(40), fc.nat(400), fc.integer({ min: 470, max: 515 })),
    value: fc.nat(2).map(String),
    cost: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 150 },
);

describe('a hotspot rule', () => {
  // A table of one slot sends most values to the sketch.
  it.each([1, 2, 1_024])('with %d slots never passes a value more than its threshold', (slots) => {
    fc.assert(
      fc.property(calls, fc.integer({ min: 1, max: 8 }), (history, threshold) => {
        const values = new Values({ threshold, windowMs: 512 }, slots);
        const passed: { value: string; atMs: number; cost: number }[] = [];
        let nowMs = 0;
        for (const { stepMs, value, cost } of history) {
          nowMs += stepMs;
          if (values.pass(value, nowMs, cost)) passed.push({ value, atMs: nowMs, cost });
        }
        for (const { value, atMs } of passed) {
          const within = passed.filter(
            (each) => each.value === value && each.atMs >= atMs && each.atMs < atMs + 512,
          );
          expect(within.reduce((sum, { cost }) => sum + cost, 0)).toBeLessThanOrEqual(threshold);
        }
      }),
      { seed, numRuns: 150 },
    );
  });

  it('refuses nobody who stays under the threshold for a 16th more than the window', () => {
    fc.assert(
      fc.property(calls, fc.integer({ min: 1, max: 8 }), (history, threshold) => {
        const values = new Values({ threshold, windowMs: 512 });
        const passed: { value: string; atMs: number; cost: number }[] = [];
        let nowMs = 0;
        for (const { stepMs, value, cost } of history) {
          nowMs += stepMs;
          const counted = passed.filter(
            (each) => each.value === value && each.atMs + 512 + 32 > nowMs,
          );
          const used = counted.reduce((sum, each) => sum + each.cost, 0);
          const passes = values.pass(value, nowMs, cost);
          if (used + cost <= threshold) expect(passes).toBe(true);
          if (passes) passed.push({ value, atMs: nowMs, cost });
        }
      }),
      { seed, numRuns: 150 },
    );
  });

  it('counts the costs of one grain from the latest of them', () => {
    const values = new Values({ threshold: 2, windowMs: 1_600 });
    expect([values.pass('a', 1_000), values.pass('a', 1_050)]).toEqual([true, true]);
    expect(values.passesAt('a', 2_600)).toBe(2_650);
    expect(values.passesAt('a', 2_650, 2)).toBe(2_650);
  });

  it('does not refill a value for whoever cycles through other values', () => {
    const values = new Values({ threshold: 3, windowMs: 1_000 }, 256);
    for (let call = 0; call < 3; call++) expect(values.pass('target', 0)).toBe(true);
    const bytes = values.memory.bytes;
    for (let value = 0; value < 4_000; value++) values.pass(`other-${value}`, value / 8);
    expect(values.pass('target', 999)).toBe(false);
    expect(values.pass('target', 1_000) || values.pass('target', 1_536)).toBe(true);
    const sketch = 3 * 4 * 64 * 8;
    expect(values.memory.bytes).toBe(bytes + sketch);
  });

  it.each([1, 1_024])('with %d slots tells the instant at which a value passes again', (slots) => {
    fc.assert(
      fc.property(calls, (history) => {
        const replayed = (): { values: Values; nowMs: number } => {
          const values = new Values({ threshold: 4, windowMs: 512 }, slots);
          let nowMs = 0;
          for (const { stepMs, value, cost } of history) {
            nowMs += stepMs;
            values.pass(value, nowMs, cost);
          }
          return { values, nowMs };
        };
        const { values, nowMs } = replayed();
        for (const value of ['0', '1', '2']) {
          const atMs = values.passesAt(value, nowMs, 2);
          if (atMs === nowMs) continue;
          expect(replayed().values.pass(value, atMs - 1e-3, 2)).toBe(false);
          expect(replayed().values.pass(value, atMs, 2)).toBe(true);
        }
      }),
      { seed, numRuns: 100 },
    );
  });

  it.each([1, 1_024])('with %d slots gets back exactly what it gave', (slots) => {
    fc.assert(
      fc.property(calls, calls, (before, taken) => {
        const touched = new Values({ threshold: 6, windowMs: 512 }, slots);
        const untouched = new Values({ threshold: 6, windowMs: 512 }, slots);
        let nowMs = 0;
        for (const { stepMs, value, cost } of before) {
          nowMs += stepMs;
          touched.pass(value, nowMs, cost);
          untouched.pass(value, nowMs, cost);
        }
        const receipts: number[] = [];
        for (const { value, cost } of taken) touched.pass(value, nowMs, cost, receipts);
        for (let at = 0; at < receipts.length; at += VALUE_RECEIPT_LENGTH) {
          touched.gate.giveBack(receipts, at, nowMs);
        }
        for (let value = 0; value < 3; value++) {
          const charge = touched.charge(`${value}`);
          expect(touched.gate.usedAt(charge, nowMs)).toBe(untouched.gate.usedAt(charge, nowMs));
        }
      }),
      { seed, numRuns: 100 },
    );
  });

  it('has thresholds of single values, and 0 refuses', () => {
    const values = new Values({ overrides: { big: 5, none: 0 }, burst: 2 });
    expect([1, 2, 3, 4, 5, 6, 7, 8].map(() => values.pass('big', 0))).toEqual([
      ...Array<boolean>(7).fill(true),
      false,
    ]);
    expect(values.passesAt('none', 0)).toBe(Infinity);
  });

  it('holds a value back for its penalty, counted from when it went over', () => {
    const values = new Values({ penaltyMs: 10_000, windowMs: 1_000 });
    for (let call = 0; call < 3; call++) values.pass('a', 0);
    expect(values.passesAt('a', 500)).toBe(10_500);
    expect(values.passesAt('a', 9_000)).toBe(10_500);
    expect(values.pass('a', 10_500)).toBe(true);
  });

  it('gives a reserve nothing back that has come back by itself', () => {
    const values = new Values({ threshold: 2, burst: 2, windowMs: 1_000 });
    const receipts: number[] = [];
    expect(values.pass('a', 0, 4, receipts)).toBe(true);
    expect(values.pass('a', 3_001, 4)).toBe(true);
    values.gate.giveBack(receipts, 0, 3_001);
    expect(values.pass('a', 3_001)).toBe(false);
  });

  it('lends a value its burst once and refills it in quiet time', () => {
    const values = new Values({ threshold: 2, burst: 2, windowMs: 1_000 });
    const passed = (nowMs: number): number => {
      let count = 0;
      while (values.pass('a', nowMs)) count++;
      return count;
    };
    expect([passed(0), passed(1_000), passed(2_000)]).toEqual([4, 2, 2]);
    expect(passed(6_000)).toBe(4);
  });
});
