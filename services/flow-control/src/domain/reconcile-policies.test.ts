import { describe, expect, it } from '@jest/globals';

import type { StoredCaller } from './caller.ts';
import { EMPTY_POLICY, type Policy } from './policy.ts';
import { reconcilePolicies } from './reconcile-policies.ts';
import { generationOf, newGeneration } from './revision.ts';

const nowMs = Date.UTC(2026, 6, 1);
const early = newGeneration(nowMs - 3_600_000, 0);
const late = newGeneration(nowMs - 60_000, 0);

const caller = (name: string, ...keys: string[]): StoredCaller => ({
  ...{ name, trafficClass: 'order', permissions: ['read'], disabled: false },
  keys: keys.map((sha256) => ({ sha256 })),
});

const policy = (revision: number, ...callers: StoredCaller[]): Policy => ({
  ...{ ...EMPTY_POLICY, revision, callers },
});

function written(known: Policy, stored: Policy | undefined): Policy {
  const reconciled = reconcilePolicies(known, stored, nowMs);
  if (reconciled.kind !== 'write') throw new Error('nothing is written');
  return reconciled.policy;
}

describe('what a process knows and what the store holds', () => {
  it('need nothing written while the store holds all that is known', () => {
    const stored = { ...policy(late + 5, caller('b')), includedRevision: early + 9 };
    for (const [known, now] of [
      [undefined, undefined],
      [undefined, stored],
      [EMPTY_POLICY, undefined],
      [EMPTY_POLICY, stored],
      [stored, stored],
      [policy(late + 4, caller('a')), stored],
      [policy(early + 9, caller('a')), stored],
      [policy(early + 10, caller('b')), stored],
    ] as const) {
      expect(reconcilePolicies(known, now, nowMs)).toEqual({ kind: 'stored' });
    }
  });

  it('are put back in a new generation when the store holds nothing', () => {
    const known = policy(early + 9, caller('a', 'k'));
    const restored = written(known, undefined);
    expect(restored).toMatchObject({ callers: known.callers, includedRevision: early + 9 });
    expect(generationOf(restored.revision)).toBeGreaterThan(generationOf(early));
  });

  it('are joined when somebody who knew nothing began anew', () => {
    const known = policy(early + 9, caller('a', 'old'), caller('b', 'k'));
    const stored = policy(late + 1, caller('a', 'new'), caller('c', 'k'));
    const both = written(known, stored);
    expect(both.revision).toBe(late + 2);
    expect(both.callers).toEqual([caller('a', 'new', 'old'), caller('b', 'k'), caller('c', 'k')]);
    expect(reconcilePolicies(known, both, nowMs)).toEqual({ kind: 'stored' });
  });

  it('are joined also when the clock of the one who began anew is behind', () => {
    const both = written(policy(late + 9, caller('a')), policy(early + 1, caller('b')));
    expect(both.callers).toEqual([caller('a'), caller('b')]);
    expect(generationOf(both.revision)).toBeGreaterThan(generationOf(late));
  });

  it('do not bring back a caller that was deleted after the policy was put back', () => {
    const before = policy(early + 9, caller('a'), caller('b'));
    const restored = written(before, undefined);
    const deleted = { ...restored, revision: restored.revision + 1, callers: [caller('a')] };
    expect(reconcilePolicies(before, deleted, nowMs)).toEqual({ kind: 'stored' });
  });

  it('are written over a store that went back to an earlier state', () => {
    const known = policy(early + 9, caller('b'));
    const over = written(known, policy(early + 8, caller('a'), caller('b')));
    expect(over.callers).toEqual([caller('b')]);
    expect(generationOf(over.revision)).toBeGreaterThan(generationOf(early));
  });
});

describe('a new generation', () => {
  it('comes after every earlier one, whatever the clock says, and fits a double', () => {
    const ahead = newGeneration(nowMs, 0) + 5;
    expect(generationOf(newGeneration(nowMs - 3_600_000, ahead))).toBe(generationOf(ahead) + 1);
    expect(newGeneration(Date.UTC(2090, 0, 1), 0)).toBeLessThan(2 ** 53);
    expect(newGeneration(nowMs, 0)).toBeGreaterThan(1_000_000);
  });
});
