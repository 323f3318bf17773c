// What makes an access rule usable: see the bounds beside the fields of flow.v1.AccessRule.
import type { Violations } from '@member-mesh/contracts';
import type { AccessRule } from '@member-mesh/flow-engine';

import { isCallerPattern } from '../names.ts';
import type { MethodCatalogue } from '../resource.ts';
import { checkResource, NAMES_MAX } from './limits.ts';

export function checkAccessRule(
  rule: AccessRule,
  violations: Violations,
  catalogue: MethodCatalogue,
): void {
  checkResource(rule.resource, violations, { catalogue, tiers: false });
  const said = rule.allow.length + rule.deny.length > 0;
  violations.require(said, 'allow', 'must name a caller, or deny must');
  checkNames(rule.allow, 'allow', violations);
  checkNames(rule.deny, 'deny', violations);
  const allowed = new Set(rule.allow);
  rule.deny.forEach((name, index) => {
    violations.require(!allowed.has(name), `deny[${index}]`, 'is allowed by the same rule');
  });
}

function checkNames(names: readonly string[], field: string, violations: Violations): void {
  if (names.length > NAMES_MAX) {
    violations.add(field, `must be at most ${NAMES_MAX} names`);
    return;
  }
  const seen = new Set<string>();
  names.forEach((name, index) => {
    const at = `${field}[${index}]`;
    violations.require(isCallerPattern(name), at, 'must be a caller\'s name or "*"');
    violations.require(!seen.has(name), at, 'is named twice');
    seen.add(name);
  });
}
