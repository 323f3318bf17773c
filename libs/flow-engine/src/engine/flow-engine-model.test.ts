import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { EngineModel, type ModelTicket } from '../../test/engine-model.ts';
import type { Call, CallKey, Ticket } from '../call.ts';
import type { AccessRule, EngineRule, FlowRule, HotspotRule } from '../policy/rule.ts';
import { FlowEngine } from './flow-engine.ts';

const METHODS = ['/m.Query/Get', '/m.Command/Save'];
const CALLERS = ['a', 'b'];
const VALUES = ['1', '2'];
// Instants are apart by a grain of every window or more, so that nothing is merged.
const TICK_MS = 10;

const resource = fc.constantFrom('/m.Query/Get', '/m.Query/Get', '/m.Query/*', 'class:order', '*');
const caller = fc.constantFrom('', '*', ...CALLERS);

const flowRule: fc.Arbitrary<FlowRule> = fc.record({
  type: fc.constant('flow'),
  resource,
  caller,
  metric: fc.constantFrom('cost', 'cost', 'concurrency'),
  threshold: fc.integer({ min: 1, max: 6 }),
  burst: fc.constant(0),
  scope: fc.constant('per_gateway'),
  behavior: fc.constant('reject'),
  coldFactor: fc.constant(0),
  windowMs: fc.constantFrom(50, 100, 250),
});
const hotspotRule: fc.Arbitrary<HotspotRule> = fc.record({
  type: fc.constant('hotspot'),
  resource,
  caller,
  key: fc.constantFrom('member_id', 'account'),
  threshold: fc.integer({ min: 1, max: 3 }),
  windowMs: fc.constantFrom(100, 160),
  burst: fc.constant(0),
  overrides: fc.dictionary(fc.constantFrom(...VALUES), fc.nat(5), { maxKeys: 2 }),
});
const accessRule: fc.Arbitrary<AccessRule> = fc.record({
  type: fc.constant('access'),
  resource,
  allow: fc.constant([]),
  deny: fc.constantFrom(['a'], ['b'], []),
});
const rules: fc.Arbitrary<EngineRule[]> = fc
  .array(
    fc.record({
      mode: fc.constantFrom('enforce', 'enforce', 'enforce', 'shadow', 'off'),
      enforcePercent: fc.constant(0),
      kind: fc.oneof(
        { weight: 6, arbitrary: flowRule },
        { weight: 3, arbitrary: hotspotRule },
        { weight: 1, arbitrary: accessRule },
      ),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((drafts) => drafts.map((draft, at) => ({ ...draft, ruleId: `r${at}` })) as EngineRule[]);

const key: fc.Arbitrary<CallKey> = fc.record({
  kind: fc.constantFrom('member-id', 'account'),
  value: fc.constantFrom(...VALUES),
});
const call: fc.Arbitrary<Call> = fc.record({
  method: fc.constantFrom(...METHODS),
  caller: fc.constantFrom(...CALLERS),
  trafficClass: fc.constantFrom('order', 'marketing'),
  cost: fc.constantFrom(1, 1, 1, 2, 4),
  keys: fc.array(key, { maxLength: 2 }),
});
type Act =
  | { kind: 'call'; call: Call }
  | { kind: 'complete' | 'cancel'; which: number }
  | { kind: 'edit'; which: number; threshold: number };
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('call'), call }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('complete', 'cancel'), which: fc.nat() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('edit'),
      which: fc.nat(),
      threshold: fc.integer({ min: 1, max: 8 }),
    }),
  },
);
const history = fc.array(fc.record({ act, ticks: fc.integer({ min: 1, max: 4 }) }), {
  maxLength: 80,
});

/** The engine and its model, told the same and held against each other at every call. */
class Pair {
  readonly #engine = new FlowEngine();
  readonly #model: EngineModel;
  readonly #open: { ticket: Ticket; twin: ModelTicket }[] = [];
  #revision = 0;

  constructor(initial: readonly EngineRule[]) {
    this.#model = new EngineModel(initial);
    this.#engine.replaceRules(initial, 0);
  }

  act(next: Act, nowMs: number): void {
    if (next.kind === 'call') this.#call(next.call, nowMs);
    else if (next.kind === 'edit') this.#edit(next);
    else this.#end(next, nowMs);
  }

  #call(asked: Call, nowMs: number): void {
    const expected = this.#model.judge(asked, nowMs);
    const admission = this.#engine.admit(asked, nowMs);
    if (expected.first.length === 0) {
      expect(admission.verdict).toBe('admitted');
    } else {
      expect(admission).toMatchObject({ verdict: 'refused' });
    }
    if (admission.verdict === 'refused') {
      const named = expected.first.find(({ ruleId }) => ruleId === admission.ruleId);
      expect(named).toBeDefined();
      expect(admission.used).toBe(named?.used);
      const retryAfterMs =
        expected.passesAtMs === Infinity ? undefined : expected.passesAtMs - nowMs;
      expect(admission.retryAfterMs).toBe(retryAfterMs);
      return;
    }
    expect(admission.shadow.map(({ ruleId }) => ruleId).sort()).toEqual(expected.shadow.sort());
    this.#open.push({ ticket: admission.ticket, twin: this.#model.take(asked, nowMs) });
  }

  #end({ kind, which }: { kind: 'complete' | 'cancel'; which: number }, nowMs: number): void {
    if (this.#open.length === 0) return;
    const [ended] = this.#open.splice(which % this.#open.length, 1);
    if (kind === 'complete') {
      this.#engine.complete(ended!.ticket, 'ok', nowMs);
      this.#model.end(ended!.twin);
    } else {
      this.#engine.cancel(ended!.ticket, nowMs);
      this.#model.cancel(ended!.twin);
    }
  }

  #edit({ which, threshold }: { which: number; threshold: number }): void {
    const edited = this.#model.rules.map((rule, at) => {
      const isMeant = at === which % this.#model.rules.length && 'threshold' in rule.kind;
      return isMeant ? ({ ...rule, kind: { ...rule.kind, threshold } } as EngineRule) : rule;
    });
    this.#model.rules = edited;
    this.#engine.replaceRules(edited, ++this.#revision);
  }
}

function holdAgainst(
  drafts: fc.Arbitrary<EngineRule[]>,
  acts: typeof history,
  options: { seed: number; numRuns: number },
): void {
  fc.assert(
    fc.property(drafts, acts, (initial, steps) => {
      const pair = new Pair(initial);
      let nowMs = 1_000;
      for (const { act: next, ticks } of steps) {
        nowMs += ticks * TICK_MS;
        pair.act(next, nowMs);
      }
    }),
    options,
  );
}

describe('the engine beside a model that keeps everything', () => {
  it('decides, counts and tells times alike for any rules and any history', () => {
    holdAgainst(rules, history, { seed: 41, numRuns: 80 });
  });

  it('does so for single values of which much is given back', () => {
    const value: fc.Arbitrary<Act> = fc.record({
      kind: fc.constant('call'),
      call: fc.record({
        method: fc.constant('/m.Query/Get'),
        caller: fc.constant('a'),
        trafficClass: fc.constant('order'),
        cost: fc.constant(1),
        keys: fc.array(fc.record({ kind: fc.constant('account'), value: fc.constant('1') }), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
    });
    const end = fc.record({ kind: fc.constantFrom('cancel', 'complete'), which: fc.nat() });
    const acts = fc.array(
      fc.record({
        act: fc.oneof(value, end),
        ticks: fc.constantFrom(1, 1, 1, 2),
      }),
      { maxLength: 60 },
    );
    const one = hotspotRule.map((kind): EngineRule[] => [
      {
        ruleId: 'one',
        mode: 'enforce',
        enforcePercent: 0,
        kind: { ...kind, resource: '*', caller: '', key: 'account', threshold: 7, overrides: {} },
      },
    ]);
    holdAgainst(one, acts, { seed: 42, numRuns: 80 });
  });
});
