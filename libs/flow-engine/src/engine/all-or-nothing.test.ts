// What must hold for any rules and any calls: whoever was refused or gave up has left no trace, the
// time to wait is true, and no clock can widen a limit.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Admission, Call } from '../call.ts';
import type { EngineRule, RuleKind } from '../policy/rule.ts';
import { FlowEngine } from './flow-engine.ts';

const seed = 20_260_107;
const METHODS = ['/a.A/One', '/a.A/Two', '/b.B/One'];
const CALLERS = ['x', 'y', 'z'];

const resource = fc.constantFrom('*', 'class:order', '/a.A/*', ...METHODS);
const caller = fc.constantFrom('', '*', 'x', 'y');
const windowMs = fc.constantFrom(64, 256, 1_024);
const threshold = fc.integer({ min: 1, max: 8 });

const flowKind = fc.record<Extract<RuleKind, { type: 'flow' }>>({
  type: fc.constant('flow'),
  resource,
  caller,
  metric: fc.constantFrom('cost', 'cost', 'concurrency'),
  threshold,
  burst: fc.constant(0),
  scope: fc.constant('per_gateway'),
  behavior: fc.constantFrom('reject', 'reject', 'pace'),
  coldFactor: fc.constant(0),
  queueTimeoutMs: fc.constantFrom(0, 128, 1_024),
  windowMs,
});
const hotspotKind = fc.record<Extract<RuleKind, { type: 'hotspot' }>>({
  type: fc.constant('hotspot'),
  resource,
  caller,
  key: fc.constantFrom('account', 'member_id'),
  threshold,
  burst: fc.constant(0),
  overrides: fc.constantFrom({}, { '1': 2 }),
  windowMs,
});
const systemKind = fc.record<Extract<RuleKind, { type: 'system' }>>({
  type: fc.constant('system'),
  costPerSecondMax: fc.integer({ min: 5, max: 15 }),
  concurrencyMax: fc.constant(0),
  adaptiveConcurrency: fc.constant(false),
});
const ruleSet: fc.Arbitrary<EngineRule[]> = fc
  .array(
    fc.record({
      mode: fc.constantFrom('enforce' as const, 'enforce' as const, 'shadow' as const),
      kind: fc.oneof<fc.Arbitrary<RuleKind>[]>(flowKind, flowKind, hotspotKind, systemKind),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((rules) => rules.map((rule, at) => ({ ...rule, ruleId: `r${at}`, enforcePercent: 0 })));

const anyCall = fc.record<Call>({
  method: fc.constantFrom(...METHODS),
  caller: fc.constantFrom(...CALLERS),
  trafficClass: fc.constantFrom('order', 'marketing', 'ops'),
  cost: fc.integer({ min: 1, max: 3 }),
  keys: fc.array(
    fc.record({
      kind: fc.constantFrom('member-id' as const, 'account' as const),
      value: fc.nat(2).map(String),
    }),
    { maxLength: 3 },
  ),
});

interface Step {
  call: Call;
  stepMs: number;
  ends: 'complete' | 'cancel' | 'later';
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    call: anyCall,
    stepMs: fc.oneof(fc.constant(0), fc.nat(20), fc.nat(300)),
    ends: fc.constantFrom('complete', 'cancel', 'later'),
  }),
  { maxLength: 60 },
);

function engineOf(rules: EngineRule[]): FlowEngine {
  const engine = new FlowEngine({ hotspotValuesMax: 64 });
  engine.replaceRules(rules, 1);
  return engine;
}

/** An admission without what differs between two engines that agree. */
function seenOf(admission: Admission): unknown {
  if (admission.verdict === 'refused') return admission;
  const waitMs = admission.verdict === 'paced' ? admission.waitMs : 0;
  return { waitMs, shadow: admission.shadow };
}

function end(engine: FlowEngine, admission: Admission, how: Step['ends'], nowMs: number): void {
  if (admission.verdict === 'refused') return;
  if (how === 'complete') engine.complete(admission.ticket, 'ok', nowMs);
  if (how === 'cancel') engine.cancel(admission.ticket, nowMs);
}

/** Every call of the history, in order; returns the instant of the last. */
function replay(engine: FlowEngine, history: Step[]): number {
  let nowMs = 0;
  for (const { call, stepMs, ends } of history) {
    nowMs += stepMs;
    end(engine, engine.admit(call, nowMs), ends, nowMs);
  }
  return nowMs;
}

describe('any engine', () => {
  it('decides as if calls that were refused or cancelled had never come', () => {
    fc.assert(
      fc.property(ruleSet, steps, steps, (rules, history, probes) => {
        const touched = engineOf(rules);
        const untouched = engineOf(rules);
        let nowMs = 0;
        for (const { call, stepMs, ends } of history) {
          nowMs += stepMs;
          const admission = touched.admit(call, nowMs);
          end(touched, admission, ends, nowMs);
          if (admission.verdict === 'refused' || ends === 'cancel') continue;
          end(untouched, untouched.admit(call, nowMs), ends, nowMs);
        }
        for (const { call, stepMs } of probes) {
          nowMs += stepMs;
          expect(seenOf(touched.admit(call, nowMs))).toEqual(seenOf(untouched.admit(call, nowMs)));
        }
      }),
      { seed, numRuns: 200 },
    );
  });

  it('lets a refused call in exactly when it said', () => {
    fc.assert(
      fc.property(ruleSet, steps, anyCall, (rules, history, call) => {
        const engine = engineOf(rules);
        const nowMs = replay(engine, history);
        const refusal = engine.admit(call, nowMs);
        if (refusal.verdict !== 'refused' || refusal.retryAfterMs === undefined) return;
        const dueMs = nowMs + refusal.retryAfterMs;
        const early = engineOf(rules);
        replay(early, history);
        expect(early.admit(call, dueMs - 1e-3).verdict).toBe('refused');
        expect(engine.admit(call, dueMs).verdict).not.toBe('refused');
      }),
      { seed, numRuns: 300 },
    );
  });

  it('refuses unread only what it would have refused read, and takes nothing for asking', () => {
    fc.assert(
      fc.property(ruleSet, steps, (rules, history) => {
        const asked = engineOf(rules);
        const plain = engineOf(rules);
        let nowMs = 0;
        for (const { call, stepMs, ends } of history) {
          nowMs += stepMs;
          const unread = asked.refuseUnread(call, nowMs);
          const admission = plain.admit(call, nowMs);
          if (unread) {
            expect(admission.verdict).toBe('refused');
            continue;
          }
          const read = asked.admit(call, nowMs);
          expect(seenOf(read)).toEqual(seenOf(admission));
          end(asked, read, ends, nowMs);
          end(plain, admission, ends, nowMs);
        }
        const refusedOf = (engine: FlowEngine): number =>
          engine.drainTraffic().reduce((sum, { refused }) => sum + refused, 0);
        expect(refusedOf(asked)).toBe(refusedOf(plain));
      }),
      { seed, numRuns: 200 },
    );
  });

  it('passes no more than a threshold in any window when the clock steps back', () => {
    const clock = fc.array(fc.integer({ min: -500, max: 300 }), { maxLength: 80 });
    fc.assert(
      fc.property(clock, threshold, (jumps, most) => {
        const rule = { type: 'flow', resource: '*', caller: '', metric: 'cost', burst: 0 } as const;
        const engine = engineOf([
          {
            ruleId: 'a',
            mode: 'enforce',
            enforcePercent: 0,
            kind: {
              ...rule,
              threshold: most,
              scope: 'per_gateway',
              behavior: 'reject',
              coldFactor: 0,
              windowMs: 256,
            },
          },
        ]);
        const call = { method: '/a.A/One', caller: 'x', trafficClass: 'order' as const, cost: 1 };
        const passed: number[] = [];
        let nowMs = 1_000;
        let latestMs = 0;
        for (const jumpMs of jumps) {
          nowMs += jumpMs;
          latestMs = Math.max(latestMs, nowMs);
          const admission = engine.admit({ ...call, keys: [] }, nowMs);
          if (admission.verdict !== 'refused') passed.push(latestMs);
          else expect(nowMs + admission.retryAfterMs!).toBeGreaterThan(latestMs);
        }
        for (const atMs of passed) {
          const within = passed.filter((each) => each >= atMs && each < atMs + 256);
          expect(within.length).toBeLessThanOrEqual(most);
        }
      }),
      { seed, numRuns: 200 },
    );
  });
});
