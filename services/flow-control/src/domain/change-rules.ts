// Changes of rules: pure steps from one policy to the next. A refused step leaves the policy as it
// was, so a bad rule set never replaces a good one.
import type { RuleDraft, StoredRule } from '@member-mesh/flow-policy';

import { isName, NAME_DESCRIPTION } from './names.ts';
import { type Policy, type RuleChange, ruleOf, RULES_MAX } from './policy.ts';
import { accepted, type Decision, invalid, refused } from './refusal.ts';
import type { MethodCatalogue } from './resource.ts';
import { etagOfRule, etagOfSet, saysTheSame } from './rule-etags.ts';
import { violationsOfRule, violationsOfRuleSet } from './validate-rule.ts';

/** Who changes something, and when. */
export interface Author {
  changedBy: string;
  nowMs: number;
}

/** A rule with the etag that the operator saw; empty for whatever is stored. */
export interface AskedRule extends RuleDraft {
  etag: string;
}

export interface PutRule {
  rule: AskedRule;
  catalogue: MethodCatalogue;
}

export interface RuleOutcome {
  policy: Policy;
  rule: StoredRule;
}

/** Creates or replaces a rule. Putting what is stored already changes nothing. */
export function putRule(
  policy: Policy,
  { rule, catalogue }: PutRule,
  author: Author,
): Decision<RuleOutcome> {
  const before = ruleOf(policy, rule.ruleId);
  const violations = violationsOfRule(rule, 'rule', catalogue);
  if (before && before.kind.type !== rule.kind.type) {
    const description = `is used by a ${before.kind.type} rule already`;
    violations.push({ field: 'rule.rule_id', description });
  }
  if (violations.length > 0) return refused({ kind: 'invalid', violations });
  if (isStale(policy, rule)) return refused({ kind: 'etag-mismatch', ruleId: rule.ruleId });
  if (before && saysTheSame(before, rule)) return accepted({ policy, rule: before });
  if (!before && policy.rules.length >= RULES_MAX) {
    return refused({ kind: 'full', what: 'rules', max: RULES_MAX });
  }
  const after = stored(rule, policy.revision + 1);
  return accepted({ policy: withChanges(policy, [{ before, after }], author), rule: after });
}

/** Deletes a rule, if its etag is the given one or none is given. */
export function deleteRule(
  policy: Policy,
  { ruleId, etag }: { ruleId: string; etag: string },
  author: Author,
): Decision<{ policy: Policy }> {
  if (!isName(ruleId)) return invalid('rule_id', NAME_DESCRIPTION);
  const before = ruleOf(policy, ruleId);
  if (!before) return refused({ kind: 'not-found', what: 'rule', name: ruleId });
  if (isStale(policy, { ruleId, etag })) return refused({ kind: 'etag-mismatch', ruleId });
  return accepted({ policy: withChanges(policy, [{ before, after: undefined }], author) });
}

export interface ReplaceRules {
  /** All rules there are to be. */
  rules: readonly AskedRule[];
  /** Of the set that the operator saw; empty for whatever is stored. */
  etag: string;
  catalogue: MethodCatalogue;
}

export interface RuleSetOutcome {
  policy: Policy;
  /** By rule; empty when the set says what is stored already. */
  changes: readonly RuleChange[];
}

/** Puts a whole set in the place of the stored one. Rules that say the same stay as they are. */
export function replaceRules(
  policy: Policy,
  { rules, etag, catalogue }: ReplaceRules,
  author: Author,
): Decision<RuleSetOutcome> {
  const violations = violationsOfRuleSet(rules, catalogue);
  if (violations.length > 0) return refused({ kind: 'invalid', violations });
  if (etag !== '' && etag !== etagOfSet(policy.rules)) return refused({ kind: 'etag-mismatch' });
  const stale = rules.find((rule) => isStale(policy, rule));
  if (stale) return refused({ kind: 'etag-mismatch', ruleId: stale.ruleId });
  const changes = differencesOf(policy, rules);
  if (changes.length === 0) return accepted({ policy, changes: [] });
  const after = withChanges(policy, changes, author);
  return accepted({ policy: after, changes: after.lastRuleChanges });
}

interface Difference {
  before: StoredRule | undefined;
  after: StoredRule | undefined;
}

function differencesOf(policy: Policy, rules: readonly RuleDraft[]): Difference[] {
  const known = new Map(policy.rules.map((rule) => [rule.ruleId, rule]));
  const wanted = new Set(rules.map(({ ruleId }) => ruleId));
  const gone = policy.rules.filter(({ ruleId }) => !wanted.has(ruleId));
  const other = rules.filter((rule) => {
    const before = known.get(rule.ruleId);
    return !before || !saysTheSame(before, rule);
  });
  return [
    ...gone.map((before) => ({ before, after: undefined })),
    ...other.map((rule) => ({
      before: known.get(rule.ruleId),
      after: stored(rule, policy.revision + 1),
    })),
  ];
}

/** The policy after these differences, which are one change of it. */
function withChanges(
  policy: Policy,
  differences: readonly Difference[],
  { changedBy, nowMs: changeMs }: Author,
): Policy {
  const revision = policy.revision + 1;
  const rules = new Map(policy.rules.map((rule) => [rule.ruleId, rule]));
  const changes = new Map<string, RuleChange>();
  for (const { before, after } of differences) {
    const ruleId = (after ?? before)?.ruleId ?? '';
    if (after) rules.set(ruleId, after);
    else rules.delete(ruleId);
    const said = { ...(before && { before }), ...(after && { after }) };
    changes.set(ruleId, { revision, changeMs, changedBy, ...said });
  }
  return { ...policy, revision, rules: byId(rules), lastRuleChanges: byId(changes) };
}

function byId<T>(items: ReadonlyMap<string, T>): T[] {
  return [...items].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
}

function stored(rule: RuleDraft, revision: number): StoredRule {
  const { ruleId, description, mode, enforcePercent, kind } = rule;
  const etag = etagOfRule(rule, revision);
  return { ruleId, etag, description, mode, enforcePercent, kind };
}

function isStale(policy: Policy, { ruleId, etag }: { ruleId: string; etag: string }): boolean {
  return etag !== '' && etag !== ruleOf(policy, ruleId)?.etag;
}
