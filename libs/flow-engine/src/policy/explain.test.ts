import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Call } from '../call.ts';
import { FlowEngine } from '../engine/flow-engine.ts';
import { explain } from './explain.ts';
import type { AccessRule, EngineRule, FlowRule, HotspotRule, SystemRule } from './rule.ts';

const GET = '/m.Query/Get';
const flow = (changes: Partial<FlowRule> = {}): FlowRule => ({
  ...{ type: 'flow', resource: GET, caller: '', metric: 'cost', threshold: 3, burst: 0 },
  ...{ scope: 'per_gateway', behavior: 'reject', coldFactor: 0 },
  ...changes,
});
const hotspot = (changes: Partial<HotspotRule> = {}): HotspotRule => ({
  ...{ type: 'hotspot', resource: GET, caller: '', key: 'account', threshold: 2, burst: 0 },
  overrides: {},
  ...changes,
});
const system = (costPerSecondMax: number): SystemRule => ({
  ...{ type: 'system', costPerSecondMax, concurrencyMax: 0, adaptiveConcurrency: false },
});
const rule = (ruleId: string, kind: EngineRule['kind'], changes: Partial<EngineRule> = {}) => ({
  ...{ ruleId, mode: 'enforce' as const, enforcePercent: 0, kind },
  ...changes,
});
const call = (changes: Partial<Call> = {}): Call => ({
  ...{ method: GET, caller: 'a', trafficClass: 'order', cost: 1, keys: [] },
  ...changes,
});

describe('what stands before a call', () => {
  it('is told in the order in which it is asked', () => {
    const rules = [
      rule('system', system(9)),
      rule('pool', flow()),
      rule('own', flow({ caller: 'a' })),
      rule('hotspot', hotspot()),
      rule('shut', { type: 'access', resource: '*', allow: [], deny: ['a'] }),
    ];
    const ids = explain(rules, call()).standing.map((each) => each.rule.ruleId);
    expect(ids).toEqual(['shut', 'hotspot', 'own', 'pool', 'system']);
  });

  it('tells why other rules on the same resource do not stand there', () => {
    const rules = [
      rule('off', flow(), { mode: 'off' }),
      rule('others', flow({ caller: 'b' })),
      rule('own', flow({ caller: 'a' })),
      rule('each', flow({ caller: '*' })),
      rule('open', { type: 'access', resource: '*', allow: ['a'], deny: [] }),
      rule('elsewhere', flow({ resource: '/m.Query/Find' })),
    ];
    const { standing, passedOver } = explain(rules, call());
    expect(standing.map((each) => each.rule.ruleId)).toEqual(['own']);
    expect(passedOver.map(({ rule: { ruleId }, why }) => [ruleId, why])).toEqual([
      ['off', 'off'],
      ['others', 'another-caller'],
      ['each', 'stood-in-for'],
      ['open', 'allowed'],
    ]);
  });

  it('tells the threshold of the value that the call names', () => {
    const rules = [rule('hot', hotspot({ overrides: { 'wechat:x': 0 } }))];
    const named = call({ keys: [{ kind: 'account', value: 'wechat:x' }] });
    expect(explain(rules, call()).standing).toMatchObject([{ threshold: 2, neverPasses: false }]);
    expect(explain(rules, named).standing).toMatchObject([{ threshold: 0, neverPasses: true }]);
  });
});

const resource = fc.constantFrom(GET, '/m.Query/*', 'class:order', '*');
const caller = fc.constantFrom('', '*', 'a', 'b');
const kind: fc.Arbitrary<EngineRule['kind']> = fc.oneof(
  fc.record({ resource, caller, threshold: fc.integer({ min: 1, max: 6 }) }).map(flow),
  fc
    .record({ resource, caller, overrides: fc.dictionary(fc.constantFrom('1', '2'), fc.nat(1)) })
    .map(hotspot),
  fc.integer({ min: 1, max: 6 }).map(system),
  fc.record<AccessRule>({
    ...{ type: fc.constant('access'), resource },
    ...{ allow: fc.constantFrom([], ['a']), deny: fc.constantFrom(['b'], []) },
  }),
);
const rules = fc
  .array(
    fc.record({
      mode: fc.constantFrom('enforce' as const, 'shadow' as const, 'off' as const),
      enforcePercent: fc.constantFrom(0, 50),
      kind,
    }),
    { maxLength: 6 },
  )
  .map((drafts) => drafts.map((draft, at) => ({ ...draft, ruleId: `r${at}` })));
const calls = fc.record<Call>({
  method: fc.constantFrom(GET, '/m.Query/Find'),
  caller: fc.constantFrom('a', 'b', 'c'),
  trafficClass: fc.constantFrom('order', 'marketing', 'ops'),
  cost: fc.integer({ min: 1, max: 8 }),
  keys: fc.constantFrom([], [{ kind: 'account', value: '1' }]),
});

describe('an explanation', () => {
  it('says of every call that a fresh engine refuses, and of no other, which rule never lets it pass', () => {
    fc.assert(
      fc.property(rules, calls, (set, asked) => {
        const engine = new FlowEngine();
        engine.replaceRules(set, 1);
        const admission = engine.admit(asked, 0);
        const never = explain(set, asked).standing.filter(({ neverPasses }) => neverPasses);
        const first = never.find(({ isEnforced }) => isEnforced);
        expect(admission.verdict === 'refused' ? admission.ruleId : undefined).toBe(
          first?.rule.ruleId,
        );
        const isShut = first?.rule.kind.type === 'access';
        const watching = never.filter(({ isEnforced, rule: { kind: each } }) => {
          return !isEnforced && (!isShut || each.type === 'access');
        });
        expect(admission.shadow.map(({ ruleId }) => ruleId)).toEqual(
          watching.map((each) => each.rule.ruleId),
        );
      }),
    );
  });
});
