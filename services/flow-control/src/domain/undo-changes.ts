// Undoing changes of rules: the way back from the rules as they are.
import type { StoredRule } from '@member-mesh/flow-policy';

import { changedRuleId, type RuleChange } from './policy.ts';
import { revisionOf } from './rule-etags.ts';

/**
 * The rules before all of these changes, which are the newest ones and newest first: as they were
 * at `revision`. Undefined when one is missing, or does not lead to the rules as they are.
 */
export function rulesBefore(
  rules: readonly StoredRule[],
  changes: readonly (RuleChange | undefined)[],
  revision: number,
): StoredRule[] | undefined {
  const before = new Map(rules.map((rule) => [rule.ruleId, rule]));
  for (const change of changes) {
    if (!change) return undefined;
    const ruleId = changedRuleId(change);
    if (before.get(ruleId)?.etag !== change.after?.etag) return undefined;
    if (change.before) before.set(ruleId, change.before);
    else before.delete(ruleId);
  }
  const left = [...before.values()];
  return left.every((rule) => revisionOf(rule) <= revision) ? left : undefined;
}
