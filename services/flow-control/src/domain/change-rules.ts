// Changes of rules: pure steps from one policy to the next. A refused step leaves the policy as it
// was, so a bad rule set never replaces a good one.
import { createHash } from 'node:crypto';

import type { RuleDraft, StoredRule } from '@member-mesh/flow-policy';

import { isName, NAME_DESCRIPTION } from './names.ts';
import { type Policy, ruleOf, RULES_MAX, withItem } from './policy.ts';
import { accepted, type Decision, invalid, refused } from './refusal.ts';
import type { MethodCatalogue } from './resource.ts';
import { violationsOfRule, violationsOfRuleSet } from './validate-rule.ts';

/** Who changes something, and when. */
export interface Author {
  changedBy: string;
  nowMs: number;
}

export interface PutRule {
  rule: RuleDraft;
  /** The etag that the operator saw; empty for whatever is stored. */
  etag: string;
  catalogue: MethodCatalogue;
}

export interface RuleOutcome {
  policy: Policy;
  rule: StoredRule;
}

/** Creates or replaces a rule. Putting what is stored already changes nothing. */
export function putRule(policy: Policy, put: PutRule, author: Author): Decision<RuleOutcome> {
  const { rule, etag, catalogue } = put;
  const before = ruleOf(policy, rule.ruleId);
  const violations = violationsOfRule(rule, 'rule', catalogue);
  if (before && before.kind.type !== rule.kind.type) {
    const description = `is used by a ${before.kind.type} rule already`;
    violations.push({ field: 'rule.rule_id', description });
  }
  if (violations.length > 0) return refused({ kind: 'invalid', violations });
  if (etag !== '' && etag !== before?.etag) {
    return refused({ kind: 'etag-mismatch', ruleId: rule.ruleId });
  }
  if (before && before.etag === etagOf(rule, before.etag)) {
    return accepted({ policy, rule: before });
  }
  return replaceRule(policy, { before, rule, catalogue }, author);
}

function replaceRule(
  policy: Policy,
  { before, rule, catalogue }: { before?: StoredRule | undefined } & Omit<PutRule, 'etag'>,
  author: Author,
): Decision<RuleOutcome> {
  const revision = policy.revision + 1;
  const after: StoredRule = { ...rule, etag: etagOf(rule, `${revision}-`) };
  const rules = withItem(policy.rules, after, (stored) => stored.ruleId);
  if (rules.length > RULES_MAX) return refused({ kind: 'full', what: 'rules', max: RULES_MAX });
  const violations = violationsOfRuleSet(rules, catalogue);
  if (violations.length > 0) return refused({ kind: 'invalid', violations });
  const lastRuleChange = {
    revision,
    changeMs: author.nowMs,
    changedBy: author.changedBy,
    ...(before && { before }),
    after,
  };
  return accepted({ policy: { ...policy, revision, rules, lastRuleChange }, rule: after });
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
  if (etag !== '' && etag !== before.etag) return refused({ kind: 'etag-mismatch', ruleId });
  const revision = policy.revision + 1;
  const { changedBy, nowMs } = author;
  const lastRuleChange = { revision, changeMs: nowMs, changedBy, before };
  const rules = policy.rules.filter((rule) => rule.ruleId !== ruleId);
  return accepted({ policy: { ...policy, revision, rules, lastRuleChange } });
}

/**
 * "<revision of the change>-<hash of the rule>": the revision makes a rule that was changed and
 * changed back another one; the hash tells whether a put changes anything.
 */
function etagOf(rule: RuleDraft, etagOrPrefix: string): string {
  const { ruleId, description, mode, enforcePercent, kind } = rule;
  const content = JSON.stringify(inOrder({ ruleId, description, mode, enforcePercent, kind }));
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  return `${etagOrPrefix.split('-')[0]}-${hash}`;
}

/** The same value with every object's keys in order, so that equal rules have equal text. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}
