// How late the event loop is: a timer that should have fired this often says it by its lateness.
// What is told is the worst of the last samples, so that one long stall is seen by whoever looks
// next.
import type { Clock } from '@member-mesh/kernel';

const SAMPLE_MS = 20;
const SAMPLES_TOLD = 10;

export interface EventLoopDelay {
  stop(): void;
}

/** `report` hears the delay in milliseconds, SAMPLE_MS apart. */
export function watchEventLoop(clock: Clock, report: (delayMs: number) => void): EventLoopDelay {
  const samples: number[] = [];
  let lastMs = clock.monotonicMs();
  const timer = setInterval(() => {
    const nowMs = clock.monotonicMs();
    samples.push(Math.max(0, nowMs - lastMs - SAMPLE_MS));
    lastMs = nowMs;
    if (samples.length > SAMPLES_TOLD) samples.shift();
    report(Math.max(...samples));
  }, SAMPLE_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
