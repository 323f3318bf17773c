/**
 * The one way in which tests wait for what something else does: for a condition, not for a time.
 */
import { sleep, systemClock } from '@member-mesh/kernel';

/** A failing test waits this long: far more than a busy machine needs. */
const TIMEOUT_MS = 90_000;
const POLL_MS = 20;

/** Polls until the condition holds; fails after the timeout, naming what was waited for. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = TIMEOUT_MS,
): Promise<void> {
  const deadlineMs = systemClock.monotonicMs() + timeoutMs;
  while (!(await condition())) {
    if (systemClock.monotonicMs() > deadlineMs) {
      throw new Error(`waited in vain for ${timeoutMs} ms for: ${what}`);
    }
    await sleep(POLL_MS);
  }
}
