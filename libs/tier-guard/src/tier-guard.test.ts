import { describe, expect, it } from '@jest/globals';
import type { DegradeRule, EngineRule } from '@member-mesh/flow-engine';
import { systemClock } from '@member-mesh/kernel';

import { TierGuard, TierRefused, type TierUse } from './tier-guard.ts';

const REDIS = 'tier:redis/a';

class Away extends Error {}

const TOLD: TierUse<unknown> = {
  ofError: (error) => (error instanceof Away ? 'failed' : 'caller-fault'),
};

function onRedis(changes: Partial<DegradeRule> = {}, mode: EngineRule['mode'] = 'enforce') {
  const kind: DegradeRule & { type: 'degrade' } = {
    ...{ type: 'degrade', resource: REDIS, strategy: 'error_count', threshold: 1, minRequests: 1 },
    ...{ statWindowMs: 60_000, openForMs: 10_000, probes: 1, fallback: 'fail_fast' },
    ...changes,
  };
  return { ruleId: 'r', mode, enforcePercent: 0, kind };
}

function guarding(rules: EngineRule[] = [onRedis()]) {
  let nowMs = 1_000;
  const events: string[] = [];
  const guard = new TierGuard({
    clock: { ...systemClock, monotonicMs: () => nowMs },
    observer: {
      refused: (tier, ruleId) => events.push(`${tier} refused by ${ruleId}`),
      changed: ({ ruleId, state }) => events.push(`${ruleId} ${state}`),
    },
  });
  guard.replaceRules(rules);
  const use = (outcome: 'ok' | Error): Promise<unknown> =>
    guard
      .use(REDIS, () => (outcome === 'ok' ? Promise.resolve('ok') : Promise.reject(outcome)), TOLD)
      .catch((error: unknown) => error);
  return { guard, use, events, laterBy: (ms: number) => (nowMs += ms) };
}

describe('a guarded tier', () => {
  it('is left alone once its breaker is open, and asked again by a probe', async () => {
    const { guard, use, events, laterBy } = guarding();
    for (const failure of [new Away(), new Away()]) expect(await use(failure)).toBe(failure);
    const refused = await use('ok');
    expect(refused).toBeInstanceOf(TierRefused);
    expect(refused).toMatchObject({ tier: REDIS, ruleId: 'r', retryAfterMs: 10_000 });
    expect(guard.look()).toEqual([{ ruleId: 'r', resource: REDIS, state: 'open' }]);
    laterBy(10_000);
    expect(await use('ok')).toBe('ok');
    expect(guard.look()).toMatchObject([{ state: 'closed' }]);
    expect(events).toEqual([`${REDIS} refused by r`, 'r open', 'r closed']);
  });

  it('is not judged by what is no failure of it', async () => {
    const { use } = guarding();
    for (let n = 0; n < 5; n++) await use(new RangeError('not there'));
    expect(await use('ok')).toBe('ok');
  });

  it('is judged by answers that tell of a failure', async () => {
    const { guard } = guarding();
    const told: TierUse<string> = {
      ...TOLD,
      ofAnswer: (answer) => (answer === 'none' ? 'failed' : 'ok'),
    };
    const ask = (): Promise<string> => guard.use(REDIS, () => Promise.resolve('none'), told);
    await ask();
    await ask();
    await expect(ask()).rejects.toThrow(TierRefused);
  });

  it('lets in who uses it within a use of it: a probe does not stand in its own way', async () => {
    const { guard, use, laterBy } = guarding();
    for (let n = 0; n < 2; n++) await use(new Away());
    laterBy(10_000);
    const inner = (): Promise<string> => guard.use(REDIS, () => Promise.resolve('inner'), TOLD);
    expect(await guard.use(REDIS, inner, TOLD)).toBe('inner');
    expect(await use('ok')).toBe('ok');
  });

  it('is never left alone by a rule that only watches, or is on another tier', async () => {
    for (const rule of [onRedis({}, 'shadow'), onRedis({ resource: 'tier:redis/b' })]) {
      const { use } = guarding([rule]);
      for (let n = 0; n < 5; n++) await use(new Away());
      expect(await use('ok')).toBe('ok');
    }
  });
});
