import { describe, expect, it } from '@jest/globals';

import type { EngineRule, FlowRule } from '../policy/rule.ts';
import { FlowLimits } from './flow-limits.ts';
import type { Gate } from './gate.ts';

const rule: EngineRule<FlowRule> = {
  ruleId: 'each',
  mode: 'enforce',
  enforcePercent: 0,
  kind: {
    type: 'flow',
    resource: '*',
    caller: '*',
    metric: 'cost',
    threshold: 1,
    burst: 0,
    scope: 'per_gateway',
    behavior: 'reject',
    coldFactor: 0,
  },
};

const limits = (): FlowLimits => new FlowLimits(rule, { isLateComer: false });

function passes(gate: Gate, nowMs: number): boolean {
  if (gate.passesAt(1, nowMs) > nowMs) return false;
  gate.take(1, nowMs, []);
  return true;
}

describe('the states of a rule for each caller', () => {
  it('are one a caller for ten thousand of them, and one for all who come after', () => {
    const each = limits();
    for (let caller = 0; caller < 10_000; caller++) each.gateFor(`c${caller}`);
    expect(passes(each.gateFor('c0'), 0)).toBe(true);
    expect(passes(each.gateFor('c9999'), 0)).toBe(true);
    expect(passes(each.gateFor('late'), 0)).toBe(true);
    expect(passes(each.gateFor('later'), 0)).toBe(false);
    expect(passes(each.gateFor('c0'), 0)).toBe(false);
    expect(each.usedAt(0)).toBe(1);
  });
});
