// Work that only the leader does: it ends at once when the lead is lost.
import { sleep } from '@member-mesh/kernel';

import { Outpaced, TierUnavailable, type Leadership } from './ports.ts';

const RENEW_EVERY_MS = 1_000;

/**
 * Runs `work` while the lead is held, and gives it back afterwards. Answers false when somebody
 * else leads. The signal of `work` aborts when the lead is lost or `signal` aborts.
 */
export async function whileLeading(
  leadership: Leadership,
  signal: AbortSignal,
  work: (leading: AbortSignal) => Promise<void>,
): Promise<boolean> {
  if (!(await leadership.acquire())) return false;
  const losing = new AbortController();
  const leading = AbortSignal.any([signal, losing.signal]);
  const renewing = renew(leadership, leading, losing);
  try {
    await work(leading);
  } catch (error) {
    // Losing the lead is no failure: another goes on.
    if (!losing.signal.aborted || signal.aborted) throw error;
  } finally {
    losing.abort(new Outpaced('the work is over'));
    await renewing;
    await leadership.release().catch((error: unknown) => {
      if (!(error instanceof TierUnavailable)) throw error;
    });
  }
  return true;
}

async function renew(
  leadership: Leadership,
  leading: AbortSignal,
  losing: AbortController,
): Promise<void> {
  while (!leading.aborted) {
    await sleep(RENEW_EVERY_MS, leading).catch(() => undefined);
    if (leading.aborted) return;
    // What cannot be renewed now stays held until its term ends.
    await leadership.acquire().catch(() => undefined);
    if (!leadership.held()) losing.abort(new Outpaced('another worker leads now'));
  }
}
