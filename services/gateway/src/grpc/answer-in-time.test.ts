import { describe, expect, it } from '@jest/globals';

import { answerInTime, timeLimitOf } from './answer-in-time.ts';

const call = (remainingMs: number) => ({
  deadlineMs: 1_000_000 + remainingMs,
  remainingMs: () => remainingMs,
});
const never = new Promise<string>(() => undefined);

describe('an answer in time', () => {
  it('is handed on, whether it is a value or an error', async () => {
    await expect(answerInTime(call(60_000), Promise.resolve('value'))).resolves.toBe('value');
    const failing = Promise.reject(new Error('no such member'));
    await expect(answerInTime(call(60_000), failing)).rejects.toThrow('no such member');
  });

  it.each([0, 3, 20])('has a reason when %i ms are left and it does not come', async (leftMs) => {
    await expect(answerInTime(call(leftMs), never)).rejects.toMatchObject({
      kind: 'DEADLINE_EXCEEDED',
      reason: 'DEADLINE_EXCEEDED',
      message: expect.stringContaining('allow it more time'),
    });
  });

  it.each([Infinity, 1e12])('waits without a timer when %d ms are left', async (leftMs) => {
    await expect(answerInTime(call(leftMs), Promise.resolve('value'))).resolves.toBe('value');
  });

  it('is wanted before the deadline, and whenever it comes without one', () => {
    expect(timeLimitOf(call(1_000))).toBeLessThan(1_001_000);
    expect(timeLimitOf({ deadlineMs: Infinity })).toBe(Infinity);
  });
});
