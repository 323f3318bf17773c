// A change of a rule as flow.v1.RuleChange.
import { type RuleChange, timestampOf } from '@member-mesh/contracts';
import { wireRule } from '@member-mesh/flow-policy';

import type { RuleChange as StoredChange } from '../domain/policy.ts';

export function wireChange(change: StoredChange): RuleChange {
  const { revision, changeMs, changedBy, before, after } = change;
  return {
    revision,
    changeTime: timestampOf(changeMs),
    changedBy,
    before: before ? wireRule(before) : null,
    after: after ? wireRule(after) : null,
  };
}
