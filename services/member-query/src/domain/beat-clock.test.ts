import { describe, expect, it } from '@jest/globals';

import { BeatClock } from './beat-clock.ts';

function clockAt(start: number) {
  const time = { nowMs: 5_000_000, monotonicMs: start };
  return { time, clock: { nowMs: () => time.nowMs, monotonicMs: () => time.monotonicMs } };
}

describe('beats', () => {
  it('begin at the wall clock only where no beat is known', () => {
    const { clock } = clockAt(0);
    expect(new BeatClock(clock).next()).toBe(5_000_000);
    const learned = new BeatClock(clock);
    learned.observe(42);
    expect(learned.next()).toBe(43);
  });

  it('go on by the time since the greatest that was seen, whatever the wall clock does', () => {
    const { time, clock } = clockAt(0);
    const beats = new BeatClock(clock);
    beats.observe(1_000);
    time.nowMs += 3_600_000;
    time.monotonicMs += 500;
    expect(beats.next()).toBe(1_500);
  });

  it('do not leap after a pause', () => {
    const { time, clock } = clockAt(0);
    const beats = new BeatClock(clock);
    beats.observe(1_000);
    time.monotonicMs += 60_000;
    expect(beats.next()).toBe(3_000);
  });

  it('of two who beat at once do not add up', () => {
    const { time, clock } = clockAt(0);
    const [one, other] = [new BeatClock(clock), new BeatClock(clock)];
    let stored = 1_000;
    one.observe(stored);
    other.observe(stored);
    for (let visit = 0; visit < 40; visit++) {
      time.monotonicMs += 250;
      const beats = visit % 2 === 0 ? one : other;
      stored = Math.max(stored, beats.next());
      beats.observe(stored);
    }
    expect(stored).toBeLessThanOrEqual(1_000 + 40 * 250);
  });
});
