import { describe, expect, it } from '@jest/globals';
import { seededFractions } from '@member-mesh/kernel';

import { AdaptiveLimit } from './adaptive-limit.ts';

const seed = 20_260_106;

interface Simulation {
  servers: number;
  serviceMs: (nowMs: number) => number;
  arrivalsPerSecond: number;
  seconds: number;
}

interface Done {
  endMs: number;
  elapsedMs: number;
}

/** A backend with some servers and one queue, and a gateway before it that keeps the limit. */
function simulate({ servers, serviceMs, arrivalsPerSecond, seconds }: Simulation) {
  const fraction = seededFractions(seed);
  const limit = new AdaptiveLimit();
  const free = Array<number>(servers).fill(0);
  let running: Done[] = [];
  const done: Done[] = [];
  let nowMs = 0;
  while (nowMs < seconds * 1_000) {
    nowMs += (-Math.log(1 - fraction()) * 1_000) / arrivalsPerSecond;
    const ended = running.filter(({ endMs }) => endMs <= nowMs);
    ended.sort((one, other) => one.endMs - other.endMs);
    let left = running.length;
    for (const each of ended) limit.responded(each.elapsedMs, left--, each.endMs);
    done.push(...ended);
    running = running.filter(({ endMs }) => endMs > nowMs);
    if (running.length + 1 > limit.limitAt(nowMs)) continue;
    const server = free.indexOf(Math.min(...free));
    const startMs = Math.max(nowMs, free[server]!);
    const endMs = startMs + serviceMs(nowMs) * (0.5 + fraction());
    free[server] = endMs;
    running.push({ endMs, elapsedMs: endMs - nowMs });
  }
  const late = done.filter(({ endMs }) => endMs > (seconds * 1_000) / 2);
  return {
    limit: limit.limitAt(nowMs),
    perSecond: late.length / (seconds / 2),
    meanMs: late.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) / late.length,
  };
}

describe('an adaptive limit', () => {
  it('keeps an overloaded backend busy without a long queue, for as long as it lasts', () => {
    const { limit, perSecond, meanMs } = simulate({
      servers: 10,
      serviceMs: () => 20,
      arrivalsPerSecond: 1_000,
      seconds: 60,
    });
    expect(limit).toBeGreaterThan(10);
    expect(limit).toBeLessThan(35);
    expect(perSecond).toBeGreaterThan(460);
    expect(meanMs).toBeLessThan(60);
  });

  it('does not stand in the way of a load that the backend carries', () => {
    const { perSecond } = simulate({
      servers: 40,
      serviceMs: () => 20,
      arrivalsPerSecond: 1_000,
      seconds: 20,
    });
    expect(perSecond).toBeGreaterThan(980);
  });

  it('learns that the backend has become slower for good', () => {
    const { perSecond } = simulate({
      servers: 10,
      serviceMs: (nowMs) => (nowMs < 20_000 ? 20 : 60),
      arrivalsPerSecond: 500,
      seconds: 60,
    });
    expect(perSecond).toBeGreaterThan(150);
  });
});
