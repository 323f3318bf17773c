import { describe, expect, it } from '@jest/globals';

import { callMs, callsPerSecond, callsToFill, rowOf, sideBySide } from './side-by-side.ts';

/** A clock that moves only when it is told to. */
class HandClock {
  #ms = 0;
  nowMs = (): number => this.#ms;
  monotonicMs = (): number => this.#ms;
  pass(ms: number): void {
    this.#ms += ms;
  }
}

describe('two sides', () => {
  it('take turns, neither always first, and what warms up is thrown away', async () => {
    const order: string[] = [];
    const side = (name: string) => (round: number) => {
      order.push(`${name}${round}`);
      return Promise.resolve(round);
    };
    const sides = { ours: side('a'), other: side('b') };
    const measured = await sideBySide(sides, { rounds: 3, warmUps: 1 });
    expect(order.join(' ')).toBe('a0 b0 b1 a1 a2 b2 b3 a3');
    expect(measured).toEqual({ ours: [1, 2, 3], other: [1, 2, 3] });
  });

  it('become a row of medians, with the wider spread', () => {
    const measured = { ours: [1, 2, 3], other: [6, 6, 6] };
    const question = { name: 'n', unit: 'ms', better: 'lower', meaning: 'm' } as const;
    expect(rowOf(question, measured)).toEqual({
      kind: 'comparison',
      ...{ name: 'n', unit: 'ms', meaning: 'm', goal: undefined },
      ...{ ours: 2, other: 6, ratio: 3, spread: 0.5 },
    });
  });
});

describe('calls that fill a round', () => {
  it.each([
    ['as the slower side needs', 5, 20, 15],
    ['few where they are slow', 5, 900, 3],
    ['and not without end where they are quick', 0.5, 0.1, 200],
  ])('are %s', async (_, oursMs, otherMs, calls) => {
    const clock = new HandClock();
    const made = [0, 0];
    const sides = [oursMs, otherMs].map((ms, side) => () => {
      made[side] = (made[side] ?? 0) + 1;
      clock.pass(ms);
      return Promise.resolve();
    });
    const filled = await callsToFill(clock, sides, { roundMs: 300, warmUpMs: 100 });
    expect(filled).toBe(calls);
    expect(made[0]).toBe(Math.ceil(100 / oursMs));
  });
});

describe('a measure', () => {
  it('tells the time of one call, and no call twice', async () => {
    const clock = new HandClock();
    const called: number[] = [];
    const measure = callMs(clock, 4, (n) => {
      called.push(n);
      clock.pass(3);
      return Promise.resolve();
    });
    expect([await measure(0), await measure(1)]).toEqual([3, 3]);
    expect(called).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('tells calls a second, with as many on their way as it was told', async () => {
    const clock = new HandClock();
    let flying = 0;
    let most = 0;
    const measure = callsPerSecond(clock, { calls: 10, atOnce: 3 }, async () => {
      flying += 1;
      most = Math.max(most, flying);
      await Promise.resolve();
      clock.pass(10);
      flying -= 1;
    });
    expect(await measure(0)).toBeCloseTo(100);
    expect(most).toBe(3);
  });
});
