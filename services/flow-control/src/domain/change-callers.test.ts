import { describe, expect, it } from '@jest/globals';

import { type CallerDraft, KEYS_MAX, validKeys } from './caller.ts';
import { deleteCaller, putCaller, rotateKey } from './change-callers.ts';
import { EMPTY_POLICY, type Policy } from './policy.ts';
import type { Decision } from './refusal.ts';

const DAY_MS = 86_400_000;
const CALLER: CallerDraft = {
  name: 'order-service',
  trafficClass: 'order',
  permissions: ['read', 'write'],
  disabled: false,
};

function value<T>(decision: Decision<T>): T {
  if (!decision.ok) throw new Error(JSON.stringify(decision.refusal));
  return decision.value;
}

const put = (policy: Policy, caller: CallerDraft, newKeyHash = 'k1', nowMs = 1_000) =>
  putCaller(policy, { caller, newKeyHash }, nowMs);
const REGISTERED = value(put(EMPTY_POLICY, CALLER)).policy;

describe('registering a caller', () => {
  it('gives a new caller a key and a known one none', () => {
    const first = value(put(EMPTY_POLICY, CALLER));
    expect([first.isNew, first.caller.keys]).toEqual([true, [{ sha256: 'k1' }]]);
    const changed = { ...CALLER, disabled: true };
    const second = value(put(first.policy, changed, 'k2'));
    expect([second.isNew, second.caller.keys]).toEqual([false, [{ sha256: 'k1' }]]);
    expect(second.caller.disabled).toBe(true);
    expect(second.policy.revision).toBe(2);
  });

  it('changes nothing when the caller is registered like that already', () => {
    expect(value(put(REGISTERED, CALLER)).policy).toBe(REGISTERED);
  });

  it.each<[Partial<CallerDraft>, string[]]>([
    [{ name: 'Order' }, ['name']],
    [{ name: 'bootstrap-operator' }, ['name']],
    [{ trafficClass: 'unspecified' }, ['traffic_class']],
    [{ permissions: [] }, ['permissions']],
    [{ permissions: ['read', 'unspecified', 'read'] }, ['permissions[1]', 'permissions[2]']],
    [{ keyExpireMs: 1_000 }, ['key_expire_time']],
    [{ keyExpireMs: 1_001 }, []],
  ])('with %j has the bad fields %j', (change, fields) => {
    const decision = put(EMPTY_POLICY, { ...CALLER, ...change });
    const found =
      decision.ok || decision.refusal.kind !== 'invalid' ? [] : decision.refusal.violations;
    expect(found.map(({ field }) => field)).toEqual(fields.map((field) => `caller.${field}`));
  });

  it('may end the keys of a known caller at once', () => {
    const ended = value(put(REGISTERED, { ...CALLER, keyExpireMs: 1 })).caller;
    expect(validKeys(ended, 1_000)).toEqual([]);
  });
});

describe('rotating a key', () => {
  const rotate = (policy: Policy, overlapMs: number, nowMs: number, newKeyHash = 'k2') =>
    rotateKey(policy, { name: CALLER.name, overlapMs, newKeyHash }, nowMs);
  const hashes = (policy: Policy, nowMs: number): string[] =>
    policy.callers.flatMap((caller) => validKeys(caller, nowMs)).map(({ sha256 }) => sha256);

  it('keeps the old key for the overlap', () => {
    const { policy } = value(rotate(REGISTERED, 500, 1_000));
    expect(hashes(policy, 1_499)).toEqual(['k2', 'k1']);
    expect(hashes(policy, 1_500)).toEqual(['k2']);
  });

  it('ends the old key at once without an overlap', () => {
    expect(hashes(value(rotate(REGISTERED, 0, 1_000)).policy, 1_000)).toEqual(['k2']);
  });

  it('never makes the end of an older key later', () => {
    const once = value(rotate(REGISTERED, 500, 1_000)).policy;
    const twice = value(rotate(once, DAY_MS, 1_100, 'k3')).policy;
    expect(hashes(twice, 1_499)).toEqual(['k3', 'k2', 'k1']);
    expect(hashes(twice, 1_500)).toEqual(['k3', 'k2']);
  });

  it('ends all keys when the caller ends, whatever their overlap', () => {
    const { policy } = value(rotate(REGISTERED, DAY_MS, 1_000));
    const ending = value(put(policy, { ...CALLER, keyExpireMs: 2_000 })).policy;
    expect(hashes(ending, 2_000)).toEqual([]);
  });

  it('is refused for a caller that has ended: the new key would be as dead', () => {
    const ended = value(put(REGISTERED, { ...CALLER, keyExpireMs: 2_000 })).policy;
    const decision = rotate(ended, 0, 2_000);
    expect(decision.ok ? '' : decision.refusal.kind).toBe('caller-ended');
    expect(rotate(ended, 0, 1_999).ok).toBe(true);
  });

  it('refuses to pile up keys whose overlaps outlast the rotations', () => {
    let policy = REGISTERED;
    for (let n = 1; n < KEYS_MAX; n++)
      policy = value(rotate(policy, DAY_MS, 1_000, `n${n}`)).policy;
    const decision = rotate(policy, DAY_MS, 1_000);
    expect(decision.ok ? '' : decision.refusal.kind).toBe('too-many-keys');
    expect(rotate(policy, 0, 1_000).ok).toBe(true);
  });

  it.each([
    ['nobody', 0, 'not-found'],
    ['No Name', 0, 'invalid'],
    [CALLER.name, -1, 'invalid'],
    [CALLER.name, 31 * DAY_MS, 'invalid'],
  ])('of %s with an overlap of %d is refused: %s', (name, overlapMs, kind) => {
    const decision = rotateKey(REGISTERED, { name, overlapMs, newKeyHash: 'k' }, 1_000);
    expect(decision.ok ? '' : decision.refusal.kind).toBe(kind);
  });
});

describe('deleting a caller', () => {
  it('takes it out, once', () => {
    const { policy } = value(deleteCaller(REGISTERED, CALLER.name));
    expect(policy.callers).toEqual([]);
    const again = deleteCaller(policy, CALLER.name);
    expect(again.ok ? '' : again.refusal.kind).toBe('not-found');
  });
});
