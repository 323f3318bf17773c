import { describe, expect, it } from '@jest/globals';

import { Bulkhead, BulkheadFull, SingleFlight } from './index.ts';

describe('a bulkhead', () => {
  it('runs no more at once than it may and starts the waiting in their order', async () => {
    const bulkhead = new Bulkhead({ concurrencyMax: 2, queueMax: 10 });
    const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
    const started: number[] = [];
    const runs = gates.map((gate, n) =>
      bulkhead.run(() => {
        started.push(n);
        return gate.promise;
      }),
    );
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    gates[1]?.resolve();
    await runs[1];
    expect(started).toEqual([0, 1, 2]);
    gates.forEach((gate) => gate.resolve());
    await Promise.all(runs);
    expect(started).toEqual([0, 1, 2, 3]);
    expect(bulkhead.running).toBe(0);
  });

  it('refuses what its queue has no room for, and lets a waiting one give up', async () => {
    const bulkhead = new Bulkhead({ concurrencyMax: 1, queueMax: 1 });
    const gate = Promise.withResolvers<void>();
    const running = bulkhead.run(() => gate.promise);
    const leaving = new AbortController();
    const waiting = bulkhead.run(() => Promise.resolve(), leaving.signal);
    await expect(bulkhead.run(() => Promise.resolve())).rejects.toThrow(BulkheadFull);
    leaving.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    const next = bulkhead.run(() => Promise.resolve('next'));
    gate.resolve();
    await running;
    expect(await next).toBe('next');
  });

  it('frees its place when what it ran fails', async () => {
    const bulkhead = new Bulkhead({ concurrencyMax: 1, queueMax: 0 });
    await expect(bulkhead.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await bulkhead.run(() => Promise.resolve(1))).toBe(1);
  });
});

describe('a single flight', () => {
  it('shares one operation per key and starts anew once it has ended', async () => {
    const flights = new SingleFlight<number>();
    let runs = 0;
    const gate = Promise.withResolvers<void>();
    const operation = async (): Promise<number> => {
      const run = ++runs;
      await gate.promise;
      return run;
    };
    const both = [flights.run('k', operation), flights.run('k', operation)];
    const other = flights.run('other', operation);
    gate.resolve();
    expect(await Promise.all(both)).toEqual([1, 1]);
    expect(await other).toBe(2);
    expect(await flights.run('k', operation)).toBe(3);
    expect(flights.size).toBe(0);
  });

  it('shares a failure and forgets it', async () => {
    const flights = new SingleFlight<number>();
    const failing = (): Promise<number> => Promise.reject(new Error('no'));
    const both = await Promise.allSettled([flights.run('k', failing), flights.run('k', failing)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await flights.run('k', () => Promise.resolve(1))).toBe(1);
  });
});
