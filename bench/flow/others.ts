// The same decisions of others: Sentinel in a process of its own, and libraries for Node.
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';

import { systemClock as clock } from '@member-mesh/kernel';
import { circuitBreaker, ConsecutiveBreaker, handleAll } from 'cockatiel';
import CircuitBreaker from 'opossum';
import { RateLimiterMemory } from 'rate-limiter-flexible';

import { prepareMeasure, startDriver } from '../../test/sentinel/run-sentinel.ts';

const CALLS_AT_ONCE = 1_000;
const NEVER = 1e9;

/** Answers with nanoseconds a decision, on average over `forMs`. */
export type Decides = (forMs: number) => Promise<number>;

export interface MeasuredSentinel {
  /** `kinds` is any of flow, param and degrade, joined by "+". */
  decides(kinds: string, situation: { callerRules: number; keys: number }): Decides;
  close(): void;
}

export async function startSentinel(): Promise<MeasuredSentinel> {
  const driver = startDriver(await prepareMeasure(), 'membermesh.Measure');
  driver.stderr.resume();
  const waiting: PromiseWithResolvers<number>[] = [];
  createInterface(driver.stdout).on('line', (line) => {
    // It tells of its log before it answers.
    if (/^\d+$/.test(line)) waiting.shift()?.resolve(Number(line));
  });
  driver.on('close', () => {
    for (const each of waiting) each.reject(new Error('the program of Sentinel has ended'));
  });
  return {
    decides:
      (kinds, { callerRules, keys }) =>
      (forMs) => {
        const answer = Promise.withResolvers<number>();
        waiting.push(answer);
        driver.stdin.write(`${kinds} ${callerRules} ${keys} ${forMs}\n`);
        return answer.promise;
      },
    close: () => void driver.kill(),
  };
}

export function rateLimiterFlexible(callers: number): Decides {
  const limiter = new RateLimiterMemory({ points: NEVER, duration: 1 });
  const names = Array.from({ length: callers }, (_, at) => `caller-${at}`);
  return timed((n) => limiter.consume(names[n % callers] ?? ''));
}

const answered = (): Promise<string> => Promise.resolve('ok');

export function cockatiel(): Decides {
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: 1_000,
    breaker: new ConsecutiveBreaker(5),
  });
  return timed(() => breaker.execute(answered));
}

/** Its `end` stops its timers, which would otherwise go on through what is measured next. */
export function opossum(): { decides: Decides; end: () => void } {
  const breaker = new CircuitBreaker(answered, {
    ...{ timeout: false, errorThresholdPercentage: 50 },
    // It joins the times of all calls of ten seconds for them whenever its timer comes by.
    rollingPercentilesEnabled: false,
  });
  return { decides: timed(() => breaker.fire()), end: () => breaker.shutdown() };
}

function timed(decide: (n: number) => Promise<unknown>): Decides {
  let made = 0;
  return async (forMs) => {
    // Rounds hold the process: timers of what is measured, which clear it up, run between them.
    await setImmediate();
    const startedMs = clock.monotonicMs();
    const first = made;
    let nowMs = startedMs;
    while (nowMs < startedMs + forMs) {
      for (let n = 0; n < CALLS_AT_ONCE; n++) await decide(made++);
      nowMs = clock.monotonicMs();
    }
    return ((nowMs - startedMs) * 1e6) / (made - first);
  };
}
