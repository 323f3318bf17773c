import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Ticket } from '../call.ts';
import type { EngineRule } from '../policy/rule.ts';
import { FlowEngine } from './flow-engine.ts';

const WINDOW_MS = 1_000;
const QUEUE_MS = 700;

function paceRule(threshold: number, burst: number): EngineRule {
  return {
    ruleId: 'pace',
    mode: 'enforce',
    enforcePercent: 0,
    kind: {
      type: 'flow',
      resource: '*',
      caller: '',
      metric: 'cost',
      threshold,
      burst,
      scope: 'per_gateway',
      behavior: 'pace',
      coldFactor: 0,
      queueTimeoutMs: QUEUE_MS,
      windowMs: WINDOW_MS,
    },
  };
}

interface Run {
  atMs: number;
  cost: number;
  ticket: Ticket;
}

const acts = fc.array(
  fc.record({
    gapMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 150 }), fc.constant(1_500)),
    cost: fc.constantFrom(1, 1, 1, 2, 3),
    givesUp: fc.option(fc.nat(), { nil: undefined, freq: 3 }),
  }),
  { minLength: 1, maxLength: 80 },
);

/** Offers calls, gives up some that wait, and tells which run and when. */
function runsOf(
  engine: FlowEngine,
  schedule: { gapMs: number; cost: number; givesUp?: number | undefined }[],
): Run[] {
  const runs: Run[] = [];
  let nowMs = 10_000;
  for (const { gapMs, cost, givesUp } of schedule) {
    nowMs += gapMs;
    const waiting = runs.filter(({ atMs }) => atMs > nowMs);
    if (givesUp !== undefined && waiting.length > 0) {
      const leaving = waiting[givesUp % waiting.length]!;
      engine.cancel(leaving.ticket, nowMs);
      runs.splice(runs.indexOf(leaving), 1);
    }
    const call = {
      method: '/m.Q/Get',
      caller: 'a',
      trafficClass: 'order' as const,
      cost,
      keys: [],
    };
    const admission = engine.admit(call, nowMs);
    if (admission.verdict === 'refused') continue;
    const waitMs = admission.verdict === 'paced' ? admission.waitMs : 0;
    expect(waitMs).toBeLessThanOrEqual(QUEUE_MS + 1e-6);
    runs.push({ atMs: nowMs + waitMs, cost, ticket: admission.ticket });
  }
  return runs.sort((one, other) => one.atMs - other.atMs);
}

function engineWith(rule: EngineRule): FlowEngine {
  const engine = new FlowEngine();
  engine.replaceRules([rule], 1);
  return engine;
}

describe('calls that are paced', () => {
  it('run evenly spaced, whoever gives up while it waits', () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 3, max: 20 }), (schedule, threshold) => {
        const runs = runsOf(engineWith(paceRule(threshold, 0)), schedule);
        runs.slice(1).forEach(({ atMs }, index) => {
          const before = runs[index]!;
          const spaceMs = (before.cost * WINDOW_MS) / threshold;
          expect(atMs - before.atMs).toBeGreaterThanOrEqual(spaceMs - 1e-6);
        });
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('keep every window of their instants at or under the threshold and the burst', () => {
    const sizes = fc.record({
      threshold: fc.integer({ min: 3, max: 20 }),
      burst: fc.integer({ min: 0, max: 10 }),
    });
    fc.assert(
      fc.property(acts, sizes, (schedule, { threshold, burst }) => {
        const runs = runsOf(engineWith(paceRule(threshold, burst)), schedule);
        for (const { atMs: endMs } of runs) {
          const cost = runs
            .filter(({ atMs }) => atMs > endMs - WINDOW_MS + 1e-6 && atMs <= endMs)
            .reduce((sum, run) => sum + run.cost, 0);
          expect(cost).toBeLessThanOrEqual(threshold + burst + 1e-6);
        }
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it('are let in at the time that a refusal told, and not before', () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 3, max: 20 }), (schedule, threshold) => {
        const engine = engineWith(paceRule(threshold, 0));
        const call = { method: '/m.Q/Get', caller: 'a', trafficClass: 'order' as const, keys: [] };
        let nowMs = 10_000;
        for (const { gapMs, cost } of schedule) {
          nowMs += gapMs;
          const refused = engine.admit({ ...call, cost }, nowMs);
          if (refused.verdict !== 'refused') continue;
          const { retryAfterMs = 0 } = refused;
          expect(retryAfterMs).toBeGreaterThan(0);
          if (retryAfterMs > 1) {
            nowMs += retryAfterMs - 1;
            expect(engine.admit({ ...call, cost }, nowMs).verdict).toBe('refused');
            nowMs += 1;
          } else nowMs += retryAfterMs;
          nowMs += 1e-6;
          expect(engine.admit({ ...call, cost }, nowMs).verdict).not.toBe('refused');
        }
      }),
      { seed: 5, numRuns: 100 },
    );
  });
});
