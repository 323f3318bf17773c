import { describe, expect, it } from '@jest/globals';

import type { BucketState } from './bucket-state.ts';
import { BucketTrust } from './bucket-trust.ts';

const state = (beat: number, generation = 1): BucketState => {
  return { generation, beat, released: 0, proven: [0, 0, 0] };
};

describe('trust in a bucket', () => {
  it('begins when its beat is seen to move, not when it is first seen', () => {
    const trust = new BucketTrust(3_000);
    trust.polled(5, 100, state(1));
    expect(trust.isTrusted(5, 110)).toBe(false);
    trust.polled(5, 600, state(2));
    expect(trust.isTrusted(5, 610)).toBe(true);
    expect(trust.isTrusted(6, 610)).toBe(false);
  });

  it('lasts from the poll that still saw the earlier beat', () => {
    const trust = new BucketTrust(3_000);
    trust.polled(5, 100, state(1));
    trust.polled(5, 600, state(1));
    trust.polled(5, 1_100, state(2));
    expect(trust.isTrusted(5, 3_599)).toBe(true);
    expect(trust.isTrusted(5, 3_600)).toBe(false);
    expect(trust.currentMs(5)).toBe(600);
  });

  it('is not given for a beat that moved while the process was paused', () => {
    const trust = new BucketTrust(3_000);
    trust.polled(5, 100, state(1));
    trust.polled(5, 10_000, state(2));
    expect(trust.isTrusted(5, 10_001)).toBe(false);
  });

  it('ends at once without a generation, and when the node is in doubt', () => {
    const trust = new BucketTrust(3_000);
    trust.polled(5, 100, state(1));
    trust.polled(5, 600, state(2));
    trust.doubt(5);
    expect(trust.isTrusted(5, 610)).toBe(false);
    trust.polled(5, 1_100, state(3));
    expect(trust.isTrusted(5, 1_110)).toBe(true);
    trust.polled(5, 1_600, undefined);
    expect(trust.isTrusted(5, 1_610)).toBe(false);
    expect(trust.generation(5)).toBe(0);
  });
});
