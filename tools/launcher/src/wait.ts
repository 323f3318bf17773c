/** Waits for a condition instead of for time to pass. */
import { sleep, systemClock } from '@member-mesh/kernel';

export interface PollOptions {
  readonly timeoutMs: number;
  readonly intervalMs: number;
}

/** Asks again and again until the answer is true; false when the time is over first. */
export async function poll(
  condition: () => boolean | Promise<boolean>,
  options: PollOptions,
): Promise<boolean> {
  const deadlineMs = systemClock.monotonicMs() + options.timeoutMs;
  while (!(await condition())) {
    if (systemClock.monotonicMs() >= deadlineMs) return false;
    await sleep(options.intervalMs);
  }
  return true;
}
