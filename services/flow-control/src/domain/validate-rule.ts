// Whether a rule may become part of the policy. Every bound is checked here and nowhere else, also
// for rules that are not enforced yet: what is stored must be usable by every later gateway.
import { type FieldViolation, Violations } from '@member-mesh/contracts';
import type { RuleDraft } from '@member-mesh/flow-policy';

import { isName, NAME_DESCRIPTION } from './names.ts';
import type { MethodCatalogue } from './resource.ts';
import { checkAccessRule } from './rules/access-rule.ts';
import { checkDegradeRule } from './rules/degrade-rule.ts';
import { checkFlowRule } from './rules/flow-rule.ts';
import { checkHotspotRule } from './rules/hotspot-rule.ts';
import { DESCRIPTION_BYTES_MAX } from './rules/limits.ts';
import { checkSystemRule } from './rules/system-rule.ts';

const PERCENT = { min: 0, max: 100, whole: true };

/** What is wrong with a rule at `path`, such as "rule"; empty when nothing is. */
export function violationsOfRule(
  rule: RuleDraft,
  path: string,
  catalogue: MethodCatalogue,
): FieldViolation[] {
  const violations = new Violations(path);
  violations.require(isName(rule.ruleId), 'rule_id', NAME_DESCRIPTION);
  const described = Buffer.byteLength(rule.description) <= DESCRIPTION_BYTES_MAX;
  violations.require(described, 'description', `must be at most ${DESCRIPTION_BYTES_MAX} bytes`);
  violations.number(rule.enforcePercent, 'enforce_percent', PERCENT);
  checkKind(rule, violations.within(rule.kind.type), catalogue);
  return violations.found;
}

/**
 * What is wrong with a whole set: every rule by itself, and ids that are used twice. Undefined is a
 * rule that could not be read.
 */
export function violationsOfRuleSet(
  rules: readonly (RuleDraft | undefined)[],
  catalogue: MethodCatalogue,
): FieldViolation[] {
  const seen = new Set<string>();
  return rules.flatMap((rule, index) => {
    if (!rule) return [];
    const path = `rules[${index}]`;
    const found = violationsOfRule(rule, path, catalogue);
    if (seen.has(rule.ruleId)) {
      found.push({ field: `${path}.rule_id`, description: 'is used by another rule of the set' });
    }
    seen.add(rule.ruleId);
    return found;
  });
}

function checkKind({ kind }: RuleDraft, violations: Violations, catalogue: MethodCatalogue): void {
  switch (kind.type) {
    case 'flow':
      return checkFlowRule(kind, violations, catalogue);
    case 'hotspot':
      return checkHotspotRule(kind, violations, catalogue);
    case 'degrade':
      return checkDegradeRule(kind, violations, catalogue);
    case 'system':
      return checkSystemRule(kind, violations);
    case 'access':
      return checkAccessRule(kind, violations, catalogue);
  }
}
