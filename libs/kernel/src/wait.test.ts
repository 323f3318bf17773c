import { describe, expect, it } from '@jest/globals';

import { chunk, retry, sleep, untilAborted } from './index.ts';

const random = { bytes: (n: number) => Buffer.alloc(n), fraction: () => 0 };

describe('waiting', () => {
  it('ends at once when its signal aborts', async () => {
    const leaving = new AbortController();
    const waiting = sleep(60_000, leaving.signal);
    leaving.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await expect(sleep(60_000, leaving.signal)).rejects.toThrow('left');
  });
});

describe('what is read until a signal aborts', () => {
  it('ends with its source', async () => {
    const seen: number[] = [];
    async function* source() {
      yield* [1, 2];
    }
    for await (const item of untilAborted(source(), new AbortController().signal)) seen.push(item);
    expect(seen).toEqual([1, 2]);
  });

  it('ends when the signal aborts, also while the source is silent, and tells it', async () => {
    const end = new AbortController();
    const told = Promise.withResolvers<string>();
    const silent: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: async () => {
          told.resolve('nobody reads on');
          return { done: true, value: undefined };
        },
      }),
    };
    const reading = (async () => {
      for await (const _ of untilAborted(silent, end.signal)) throw new Error('nothing was said');
    })();
    end.abort();
    await reading;
    expect(await told.promise).toBe('nobody reads on');
  });
});

describe('a retry', () => {
  const options = { attempts: 3, baseDelayMs: 1, maxDelayMs: 2, random, retryable: () => true };

  it('repeats until it succeeds', async () => {
    const seen: number[] = [];
    const result = await retry((attempt) => {
      seen.push(attempt);
      return attempt < 3 ? Promise.reject(new Error('again')) : Promise.resolve('done');
    }, options);
    expect([result, seen]).toEqual(['done', [1, 2, 3]]);
  });

  it('gives up after its attempts, and at once on what cannot be repeated', async () => {
    let runs = 0;
    const failing = (): Promise<never> => Promise.reject(new Error(`run ${++runs}`));
    await expect(retry(failing, options)).rejects.toThrow('run 3');
    await expect(retry(failing, { ...options, retryable: () => false })).rejects.toThrow('run 4');
  });
});

describe('cutting into pieces', () => {
  it.each([
    [[], 2, []],
    [[1, 2, 3], 2, [[1, 2], [3]]],
    [[1, 2], 2, [[1, 2]]],
  ])('cuts %j by %i', (items, size, pieces) => {
    expect(chunk(items, size)).toEqual(pieces);
  });
});
