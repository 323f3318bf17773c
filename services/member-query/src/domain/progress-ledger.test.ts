import { describe, expect, it } from '@jest/globals';

import { ProgressLedger } from './progress-ledger.ts';

const mark = (madeMs: number, sequence: number, streamCreatedMs = 1) => {
  return { madeMs, sequence, streamCreatedMs, note: `at ${madeMs}` };
};

describe('how far an index is', () => {
  it('is the newest moment whose changes it has all applied', () => {
    const ledger = new ProgressLedger<string>();
    expect(ledger.currentMs('order-a')).toBe(-Infinity);
    ledger.add(mark(100, 5));
    ledger.add(mark(200, 7));
    ledger.add(mark(300, 9));
    ledger.applied('order-a', 4, 1);
    expect(ledger.reached('order-a')).toBeUndefined();
    ledger.applied('order-a', 8, 1);
    expect(ledger.reached('order-a')?.note).toBe('at 200');
    expect(ledger.currentMs('marketing')).toBe(-Infinity);
  });

  it('never goes back', () => {
    const ledger = new ProgressLedger<string>();
    ledger.add(mark(100, 5));
    ledger.add(mark(200, 7));
    ledger.applied('order-a', 7, 1);
    ledger.applied('order-a', 5, 1);
    expect(ledger.currentMs('order-a')).toBe(200);
  });

  it('is not read off the sequences of a stream that was lost', () => {
    const ledger = new ProgressLedger<string>();
    ledger.add(mark(100, 3));
    ledger.applied('order-a', 900, 2);
    expect(ledger.reached('order-a')).toBeUndefined();
    ledger.add(mark(200, 2, 2));
    ledger.applied('order-a', 2, 1);
    expect(ledger.reached('order-a')).toBeUndefined();
    ledger.applied('order-a', 2, 2);
    expect(ledger.reached('order-a')?.note).toBe('at 200');
  });

  it('is kept for an index that is far behind while others go on', () => {
    const ledger = new ProgressLedger<string>();
    for (let at = 1; at <= 500; at++) ledger.add(mark(at, at));
    ledger.applied('order-a', 500, 1);
    ledger.applied('order-b', 10, 1);
    ledger.applied('marketing', 450, 1);
    expect(ledger.reached('order-b')?.note).toBe('at 10');
    ledger.applied('order-b', 200, 1);
    expect(ledger.reached('order-b')?.note).toBe('at 200');
  });
});
