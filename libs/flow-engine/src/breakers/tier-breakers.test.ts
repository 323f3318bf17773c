import { describe, expect, it } from '@jest/globals';

import type { DegradeRule, EngineRule } from '../policy/rule.ts';
import { TierBreakers } from './tier-breakers.ts';

const rule = (
  ruleId: string,
  kind: Partial<DegradeRule> = {},
  changes: Partial<EngineRule> = {},
): EngineRule => ({
  ruleId,
  mode: 'enforce',
  enforcePercent: 0,
  ...changes,
  kind: {
    type: 'degrade',
    resource: 'tier:redis/a',
    strategy: 'error_count',
    threshold: 0.5,
    minRequests: 1,
    openForMs: 1_000,
    probes: 1,
    fallback: 'fail_fast',
    ...kind,
  },
});

/** Uses the tier once. */
function use(tiers: TierBreakers, outcome: 'ok' | 'failed', nowMs: number): string {
  const admission = tiers.admit('tier:redis/a', nowMs);
  if (admission.verdict === 'admitted') tiers.complete(admission.ticket, outcome, nowMs);
  return admission.verdict;
}

describe('the breakers of tiers', () => {
  it('refuse a tier that fails, say until when, and ask it again', () => {
    const tiers = new TierBreakers();
    tiers.replaceRules([rule('a')]);
    use(tiers, 'failed', 100);
    expect(tiers.admit('tier:redis/a', 300)).toMatchObject({
      verdict: 'refused',
      kind: 'breaker',
      ruleId: 'a',
      retryAfterMs: 800,
    });
    expect(tiers.admit('tier:redis/b', 300).verdict).toBe('admitted');
    expect(use(tiers, 'ok', 1_100)).toBe('admitted');
    expect(tiers.states(1_100)).toEqual([
      { ruleId: 'a', resource: 'tier:redis/a', state: 'closed' },
    ]);
  });

  it('leave the rules on methods to gateways', () => {
    const tiers = new TierBreakers();
    tiers.replaceRules([rule('a'), rule('b', { resource: '*' })]);
    expect(tiers.states(0).map(({ ruleId }) => ruleId)).toEqual(['a']);
  });

  it('of one tier do not block each other', () => {
    const tiers = new TierBreakers();
    tiers.replaceRules([rule('soon'), rule('late', { openForMs: 5_000 })]);
    use(tiers, 'failed', 0);
    expect(tiers.admit('tier:redis/a', 0)).toMatchObject({ ruleId: 'soon', retryAfterMs: 5_000 });
    expect(use(tiers, 'ok', 1_000)).toBe('refused');
    expect(tiers.states(1_000).map(({ state }) => state)).toEqual(['open', 'open']);
    expect(use(tiers, 'ok', 5_000)).toBe('admitted');
    expect(tiers.states(5_000).map(({ state }) => state)).toEqual(['closed', 'closed']);
  });

  it('only watch in the shadow, do nothing when off, and keep their state through edits', () => {
    const tiers = new TierBreakers();
    tiers.replaceRules([rule('a', {}, { mode: 'shadow' }), rule('b', {}, { mode: 'off' })]);
    use(tiers, 'failed', 0);
    expect(use(tiers, 'ok', 1)).toBe('admitted');
    expect(tiers.states(1)).toEqual([{ ruleId: 'a', resource: 'tier:redis/a', state: 'open' }]);
    tiers.replaceRules([rule('a', { threshold: 10 })]);
    expect(use(tiers, 'ok', 2)).toBe('refused');
  });

  it('stand still with a clock that steps back', () => {
    const tiers = new TierBreakers();
    tiers.replaceRules([rule('a')]);
    use(tiers, 'failed', 5_000);
    expect(tiers.admit('tier:redis/a', 1_000)).toMatchObject({ retryAfterMs: 5_000 });
    expect(use(tiers, 'ok', 6_000)).toBe('admitted');
  });

  it('count a use once, however often it is ended', () => {
    const tiers = new TierBreakers();
    tiers.replaceRules([rule('a', { threshold: 1 })]);
    const admission = tiers.admit('tier:redis/a', 0);
    if (admission.verdict !== 'admitted') throw new Error('refused');
    tiers.complete(admission.ticket, 'failed', 0);
    tiers.complete(admission.ticket, 'failed', 0);
    tiers.cancel(admission.ticket, 0);
    expect(use(tiers, 'ok', 0)).toBe('admitted');
  });
});
