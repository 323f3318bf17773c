// What makes a hotspot rule usable: see the bounds beside the fields of flow.v1.HotspotRule.
import { parseAccount, parseMemberId, type Violations } from '@member-mesh/contracts';
import type { HotspotKey, HotspotRule } from '@member-mesh/flow-engine';

import type { MethodCatalogue } from '../resource.ts';
import {
  AMOUNT,
  checkCallerPattern,
  checkPasses,
  checkResource,
  OVERRIDES_MAX,
  THRESHOLD,
  WAIT_MS,
  WINDOW_MS,
} from './limits.ts';

export function checkHotspotRule(
  rule: HotspotRule,
  violations: Violations,
  catalogue: MethodCatalogue,
): void {
  checkResource(rule.resource, violations, { catalogue, tiers: false });
  checkCallerPattern(rule.caller, violations);
  violations.require(rule.key !== 'unspecified', 'key', 'must be MEMBER_ID or ACCOUNT');
  violations.number(rule.threshold, 'threshold', THRESHOLD);
  violations.duration(rule.windowMs, 'window', WINDOW_MS);
  violations.number(rule.burst, 'burst', AMOUNT);
  checkPasses(rule, 'threshold', violations);
  violations.duration(rule.penaltyMs, 'penalty', WAIT_MS);
  checkOverrides(rule, violations);
}

function checkOverrides(rule: HotspotRule, violations: Violations): void {
  const overrides = Object.entries(rule.overrides);
  if (overrides.length > OVERRIDES_MAX) {
    violations.add('overrides', `must be at most ${OVERRIDES_MAX} values`);
    return;
  }
  for (const [value, threshold] of overrides) {
    const field = `overrides[${JSON.stringify(value)}]`;
    violations.require(isValueOf(rule.key, value), field, 'is not a value of the key');
    violations.number(threshold, field, AMOUNT);
    checkPasses({ ...rule, threshold }, field, violations);
  }
}

function isValueOf(key: HotspotKey, value: string): boolean {
  if (key === 'account') return isAccount(value);
  if (key === 'member_id') return parseMemberId(value) !== undefined;
  return isAccount(value) || parseMemberId(value) !== undefined;
}

function isAccount(value: string): boolean {
  const colon = value.indexOf(':');
  const ref = { platform: value.slice(0, Math.max(colon, 0)), accountId: value.slice(colon + 1) };
  return parseAccount(ref) !== undefined;
}
