import { describe, expect, it } from '@jest/globals';
import { systemRandom } from '@member-mesh/kernel';

import type { StoredCaller } from './caller.ts';
import { EMPTY_POLICY, type Policy } from './policy.ts';
import { reconcilePolicies } from './reconcile-policies.ts';
import { generationOf, generationsFrom, newGeneration } from './revision.ts';

const nowMs = Date.UTC(2026, 6, 1);
const early = newGeneration(nowMs - 3_600_000, 0);
const late = newGeneration(nowMs - 60_000, 0);
const begin = generationsFrom({ nowMs: () => nowMs }, systemRandom);
const idOf = (revision: number): string => `generation ${generationOf(revision)}`;

const caller = (name: string, ...keys: string[]): StoredCaller => ({
  ...{ name, trafficClass: 'order', permissions: ['read'], disabled: false },
  keys: keys.map((sha256) => ({ sha256 })),
});

const policy = (revision: number, ...callers: StoredCaller[]): Policy => ({
  ...{ ...EMPTY_POLICY, revision, generationId: idOf(revision), callers },
});

function written(known: Policy, stored: Policy | undefined): Policy {
  const reconciled = reconcilePolicies(known, stored, begin);
  if (reconciled.kind !== 'write') throw new Error('nothing is written');
  return reconciled.policy;
}

describe('what a process knows and what the store holds', () => {
  it('need nothing written while the store holds all that is known', () => {
    const stored = { ...policy(late + 5, caller('b')), included: { [idOf(early)]: early + 9 } };
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
      expect(reconcilePolicies(known, now, begin)).toEqual({ kind: 'stored' });
    }
  });

  it('are put back in a new generation when the store holds nothing', () => {
    const known = policy(early + 9, caller('a', 'k'));
    const restored = written(known, undefined);
    const included = { [idOf(early)]: early + 9 };
    expect(restored).toMatchObject({ callers: known.callers, included });
    expect(restored.generationId).not.toBe(known.generationId);
    expect(generationOf(restored.revision)).toBeGreaterThan(generationOf(early));
  });

  it('are joined when somebody who knew nothing began anew', () => {
    const known = policy(early + 9, caller('a', 'old'), caller('b', 'k'));
    const stored = policy(late + 1, caller('a', 'new'), caller('c', 'k'));
    const both = written(known, stored);
    expect(both.revision).toBe(late + 2);
    expect(both.callers).toEqual([caller('a', 'new', 'old'), caller('b', 'k'), caller('c', 'k')]);
    expect(reconcilePolicies(known, both, begin)).toEqual({ kind: 'stored' });
  });

  it('are joined also when the clock of the one who began anew is behind', () => {
    const both = written(policy(late + 9, caller('a')), policy(early + 1, caller('b')));
    expect(both.callers).toEqual([caller('a'), caller('b')]);
    expect(generationOf(both.revision)).toBeGreaterThan(generationOf(late));
  });

  it.each([1, 2, 3])(
    'are joined when two who knew nothing began in the same second, change %d',
    (change) => {
      const ours = { ...policy(late + 2, caller('a')), generationId: 'ours' };
      const theirs = { ...policy(late + change, caller('b')), generationId: 'theirs' };
      const both = written(ours, theirs);
      expect(both.callers).toEqual([caller('a'), caller('b')]);
      expect(both.revision).toBeGreaterThan(Math.max(ours.revision, theirs.revision));
      for (const known of [ours, theirs]) {
        expect(reconcilePolicies(known, both, begin)).toEqual({ kind: 'stored' });
      }
    },
  );

  it('tell which of many generations they hold, the newest ones', () => {
    let known = policy(early + 1, caller('a'));
    for (let loss = 1; loss <= 40; loss++) known = written(known, undefined);
    expect(Object.keys(known.included)).toHaveLength(16);
    const last = Math.max(...Object.values(known.included));
    expect(generationOf(last)).toBe(generationOf(known.revision) - 1);
  });

  it('do not bring back a caller that was deleted after the policy was put back', () => {
    const before = policy(early + 9, caller('a'), caller('b'));
    const restored = written(before, undefined);
    const deleted = { ...restored, revision: restored.revision + 1, callers: [caller('a')] };
    expect(reconcilePolicies(before, deleted, begin)).toEqual({ kind: 'stored' });
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
