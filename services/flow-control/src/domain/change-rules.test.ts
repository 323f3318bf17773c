import { describe, expect, it } from '@jest/globals';
import type { RuleDraft } from '@member-mesh/flow-policy';

import { type AskedRule, deleteRule, putRule, replaceRules } from './change-rules.ts';
import { EMPTY_POLICY, type Policy } from './policy.ts';
import type { Decision, Refusal } from './refusal.ts';
import { etagOfSet } from './rule-etags.ts';

const CATALOGUE = new Map<string, Set<string>>();
const AUTHOR = { changedBy: 'ops-console', nowMs: 7 };

const access = (ruleId: string, allow = ['a']): RuleDraft => ({
  ruleId,
  description: '',
  mode: 'enforce',
  enforcePercent: 0,
  kind: { type: 'access', resource: '*', allow, deny: [] },
});

const put = (policy: Policy, rule: RuleDraft, etag = '') =>
  putRule(policy, { rule: { ...rule, etag }, catalogue: CATALOGUE }, AUTHOR);

function value<T>(decision: Decision<T>): T {
  if (!decision.ok) throw new Error(JSON.stringify(decision.refusal));
  return decision.value;
}

function refusal(decision: Decision<unknown>): Refusal {
  if (decision.ok) throw new Error('it was accepted');
  return decision.refusal;
}

describe('putting a rule', () => {
  it('grows the revision and keeps rules in order of their ids', () => {
    const first = value(put(EMPTY_POLICY, access('b'))).policy;
    const second = value(put(first, access('a'))).policy;
    expect(second.revision).toBe(2);
    expect(second.rules.map(({ ruleId }) => ruleId)).toEqual(['a', 'b']);
  });

  it('records who changed what, before and after', () => {
    const first = value(put(EMPTY_POLICY, access('a'))).policy;
    const { policy, rule } = value(put(first, access('a', ['b'])));
    const who = { revision: 2, changeMs: 7, changedBy: 'ops-console' };
    expect(policy.lastRuleChanges).toEqual([{ ...who, before: first.rules[0], after: rule }]);
  });

  it('changes nothing when the rule is stored already, however its fields are ordered', () => {
    const first = value(put(EMPTY_POLICY, access('a'))).policy;
    const { kind, ...rest } = access('a');
    const again = value(put(first, { kind, ...rest }));
    expect(again.policy).toBe(first);
    expect(again.rule).toBe(first.rules[0]);
  });

  it('gives a rule that was changed and changed back another etag', () => {
    const first = value(put(EMPTY_POLICY, access('a')));
    const second = value(put(first.policy, access('a', ['b'])));
    const third = value(put(second.policy, access('a')));
    expect(new Set([first, second, third].map(({ rule }) => rule.etag)).size).toBe(3);
  });

  it('refuses an etag that is not the stored one', () => {
    const { policy, rule } = value(put(EMPTY_POLICY, access('a')));
    expect(refusal(put(policy, access('a', ['b']), 'old'))).toMatchObject({
      kind: 'etag-mismatch',
    });
    expect(refusal(put(policy, access('new'), rule.etag))).toMatchObject({ kind: 'etag-mismatch' });
    expect(put(policy, access('a', ['b']), rule.etag).ok).toBe(true);
  });

  it('refuses an id that a rule of another kind has', () => {
    const { policy } = value(put(EMPTY_POLICY, access('a')));
    const system: RuleDraft = {
      ...access('a'),
      kind: { type: 'system', costPerSecondMax: 1, concurrencyMax: 0, adaptiveConcurrency: false },
    };
    expect(refusal(put(policy, system))).toMatchObject({
      kind: 'invalid',
      violations: [{ field: 'rule.rule_id' }],
    });
  });

  it('refuses more rules than gateways should check', () => {
    const rules = Array.from({ length: 1_000 }, (_, i) => ({ ...access(`r${i}`), etag: '1-x' }));
    const full: Policy = { ...EMPTY_POLICY, revision: 1, rules };
    expect(refusal(put(full, access('one-more')))).toMatchObject({ kind: 'full' });
  });
});

describe('deleting a rule', () => {
  const { policy, rule } = value(put(EMPTY_POLICY, access('a')));

  it('takes it out and keeps it in the history', () => {
    const after = value(deleteRule(policy, { ruleId: 'a', etag: rule.etag }, AUTHOR)).policy;
    expect(after.rules).toEqual([]);
    expect(after.revision).toBe(2);
    const [change] = after.lastRuleChanges;
    expect(change).toMatchObject({ before: rule, changedBy: 'ops-console' });
    expect(change?.after).toBeUndefined();
  });

  it.each([
    [{ ruleId: 'b', etag: '' }, 'not-found'],
    [{ ruleId: 'a', etag: 'old' }, 'etag-mismatch'],
    [{ ruleId: 'A!', etag: '' }, 'invalid'],
  ])('refuses %j: %s', (request, kind) => {
    expect(refusal(deleteRule(policy, request, AUTHOR)).kind).toBe(kind);
  });
});

describe('replacing the set', () => {
  const replace = (policy: Policy, rules: readonly AskedRule[], etag = '') =>
    replaceRules(policy, { rules, etag, catalogue: CATALOGUE }, AUTHOR);
  const asked = (rule: RuleDraft, etag = ''): AskedRule => ({ ...rule, etag });
  const two = value(replace(EMPTY_POLICY, [asked(access('b')), asked(access('a'))])).policy;

  it('puts what is there in the place of what was, as one change', () => {
    const [a, b] = two.rules;
    expect(two).toMatchObject({ revision: 1, rules: [{ ruleId: 'a' }, { ruleId: 'b' }] });
    const { policy, changes } = value(
      replace(two, [asked(access('c')), asked(access('b', ['x']))], etagOfSet(two.rules)),
    );
    expect(policy.revision).toBe(2);
    expect(policy.rules.map(({ ruleId }) => ruleId)).toEqual(['b', 'c']);
    expect(policy.lastRuleChanges).toBe(changes);
    expect(changes).toMatchObject([
      { revision: 2, changedBy: 'ops-console', before: a },
      { revision: 2, before: b, after: policy.rules[0] },
      { revision: 2, after: policy.rules[1] },
    ]);
    expect(changes.map(({ after, before }) => [before !== undefined, after !== undefined])).toEqual(
      [
        [true, false],
        [true, true],
        [false, true],
      ],
    );
  });

  it('keeps rules that say the same, and changes nothing when all do', () => {
    const { policy } = value(replace(two, [asked(access('b', ['x'])), asked(access('a'))]));
    expect(policy.rules[0]).toBe(two.rules[0]);
    const again = value(replace(two, two.rules));
    expect(again).toEqual({ policy: two, changes: [] });
    expect(again.policy).toBe(two);
  });

  it('may give an id to a rule of another kind', () => {
    const kind = { type: 'system', costPerSecondMax: 1, concurrencyMax: 0 } as const;
    const system = { ...access('a'), kind: { ...kind, adaptiveConcurrency: false } };
    const { policy } = value(replace(two, [asked(system)]));
    expect(policy.rules).toMatchObject([{ ruleId: 'a', kind: { type: 'system' } }]);
  });

  it.each([
    ['another set', [access('a')], 'old', { kind: 'etag-mismatch' }],
    ['a rule that is not the one seen', [access('a')], '', undefined],
    [
      'a set with one bad rule, and changes nothing',
      [access('a'), access('a'), access('B!')],
      '',
      {
        kind: 'invalid',
        violations: [{ field: 'rules[1].rule_id' }, { field: 'rules[2].rule_id' }],
      },
    ],
  ])('refuses %s', (_, rules, etag, expected) => {
    const stale = expected === undefined;
    const sent = rules.map((rule) => asked(rule, stale ? '1-old' : ''));
    const wanted = expected ?? { kind: 'etag-mismatch', ruleId: 'a' };
    expect(refusal(replace(two, sent, etag))).toMatchObject(wanted);
  });

  it('has another etag of the set after each change, also when it is changed back', () => {
    const sets = [two];
    for (const allow of ['x', 'a']) {
      const { policy } = value(
        replace(sets.at(-1)!, [asked(access('a', [allow])), asked(access('b'))]),
      );
      sets.push(policy);
    }
    expect(new Set(sets.map(({ rules }) => etagOfSet(rules))).size).toBe(3);
  });
});
