import { describe, expect, it } from '@jest/globals';
import type { Refusal } from '@member-mesh/flow-engine';

import { RefusalSample } from './refusal-sample.ts';

const refusal = (ruleId: string): Refusal => ({
  ...{ kind: 'limit', ruleId, reason: 'over-limit', used: 5, threshold: 5 },
  retryAfterMs: 100,
});
const at = { timeMs: 7, shadow: false };

describe('the sample of refusals', () => {
  it('holds a few of each rule and caller, so that a flood does not hide the others', () => {
    const sample = new RefusalSample();
    for (let n = 0; n < 1_000; n++) sample.add(refusal('r'), { caller: 'a', method: '/m' }, at);
    sample.add(refusal('r'), { caller: 'b', method: '/m' }, at);
    sample.add(refusal('s'), { caller: 'a', method: '/m' }, { ...at, shadow: true });
    const drained = sample.drain();
    expect(drained.map(({ ruleId, caller }) => `${ruleId} ${caller}`)).toEqual([
      ...['r a', 'r a', 'r a', 'r b', 's a'],
    ]);
    expect(drained.at(-1)).toEqual({
      ...{ ...refusal('s'), timeMs: 7, shadow: true, caller: 'a', method: '/m' },
    });
  });

  it('is bounded, and begins anew when it was told', () => {
    const sample = new RefusalSample();
    for (let n = 0; n < 1_000; n++) {
      sample.add(refusal(`r-${n}`), { caller: 'a', method: '/m' }, at);
    }
    expect(sample.drain()).toHaveLength(100);
    sample.add(refusal('r-0'), { caller: 'a', method: '/m' }, at);
    expect(sample.drain()).toHaveLength(1);
    expect(sample.drain()).toEqual([]);
  });
});
