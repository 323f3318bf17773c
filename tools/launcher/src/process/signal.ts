/**
 * Signals whole process groups of components, after checking that the process is still the one that
 * was started.
 */
import { poll } from '../wait.ts';
import { liveness, processFacts, sameProcess } from './identity.ts';
import type { Liveness, ProcessIdentity } from './identity.ts';

/**
 * Sends the signal to the group of this process. False when the process is gone. A component that
 * shares the caller's own group is signalled alone.
 */
export function signalGroup(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  const facts = sameProcess(identity);
  if (facts === undefined) return false;
  const ownGroup = processFacts(process.pid)?.processGroup;
  const shared = facts.processGroup === ownGroup || facts.processGroup <= 1;
  try {
    process.kill(shared ? identity.pid : -facts.processGroup, signal);
    return true;
  } catch {
    return false;
  }
}

/** Waits until the process is in one of the states; false when the time is over first. */
export async function waitForLiveness(
  identity: ProcessIdentity,
  wanted: readonly Liveness[],
  timeoutMs: number,
): Promise<boolean> {
  return await poll(() => wanted.includes(liveness(identity)), { timeoutMs, intervalMs: 20 });
}

/** Ends a process group: asks, waits, then insists. True once the process is gone. */
export async function endProcess(identity: ProcessIdentity, graceMs: number): Promise<boolean> {
  const killWaitMs = 10_000;
  if (liveness(identity) === 'gone') return true;
  signalGroup(identity, 'SIGCONT');
  if (graceMs > 0) {
    signalGroup(identity, 'SIGTERM');
    if (await waitForLiveness(identity, ['gone'], graceMs)) return true;
  }
  signalGroup(identity, 'SIGKILL');
  return await waitForLiveness(identity, ['gone'], killWaitMs);
}
