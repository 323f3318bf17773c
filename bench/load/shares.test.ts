import { describe, expect, it } from '@jest/globals';

import { joined, shareOf } from './generators.ts';
import type { Order } from './order.ts';

const order: Order = {
  target: { address: '', path: '', metadata: {} },
  requests: ['a', 'b', 'c', 'd', 'e'].map((text) => Buffer.from(text)),
  expected: ['a', 'b', 'c', 'd', 'e'],
  connections: 4,
  pace: { kind: 'closed', atOnce: 10 },
  durationMs: 1,
};

describe('an order for several generators', () => {
  it('is shared out: each request once, the pace divided', () => {
    const shares = [0, 1].map((at) => shareOf(order, at, 2));
    expect(shares.map(({ expected }) => expected)).toEqual([
      ['a', 'c', 'e'],
      ['b', 'd'],
    ]);
    for (const { requests, expected, pace, connections } of shares) {
      expect(requests.map(String)).toEqual(expected);
      expect({ pace, connections }).toEqual({
        pace: { kind: 'closed', atOnce: 5 },
        connections: 2,
      });
    }
    const open = { ...order, pace: { kind: 'open', perSecond: 500 } } as const;
    expect(shareOf(open, 0, 2).pace).toEqual({ kind: 'open', perSecond: 250 });
  });

  it('has one outcome: sums, all latencies, and the time of the longest', () => {
    const outcome = { calls: 2, failures: { late: 1 }, elapsedMs: 10, skipped: 1 };
    const whole = joined([
      { ...outcome, latenciesMs: Float64Array.of(1, 2) },
      { ...outcome, elapsedMs: 12, latenciesMs: Float64Array.of(3) },
    ]);
    expect(whole).toEqual({
      ...{ calls: 4, failures: { late: 2 }, elapsedMs: 12, skipped: 2 },
      latenciesMs: Float64Array.of(1, 2, 3),
    });
  });
});
