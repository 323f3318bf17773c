/**
 * Tells people how a start goes: one line when a component is ready, and every few seconds what is
 * still awaited.
 */
import type { OnStart } from './start.ts';

const reminderMs = 10_000;

export interface Progress {
  readonly onStart: OnStart;
  /** A line about a whole step. */
  step(text: string): void;
  close(): void;
}

export function createProgress(write: (text: string) => void): Progress {
  const awaited = new Set<string>();
  let ranBefore = 0;
  const reminder = setInterval(() => {
    if (awaited.size > 0) write(`  … waiting for ${[...awaited].join(', ')}\n`);
  }, reminderMs);
  return {
    onStart: ({ name, what, seconds }) => {
      if (what === 'starting') {
        awaited.add(name);
        return;
      }
      if (what === 'was running') {
        ranBefore += 1;
        return;
      }
      awaited.delete(name);
      const outcome = {
        ready: `ready in ${seconds.toFixed(1)} s`,
        hangs: `hangs: ./mesh cont ${name} lets it go on`,
        failed: `FAILED after ${seconds.toFixed(1)} s`,
      }[what];
      write(`  ${name.padEnd(18)} ${outcome}\n`);
    },
    step: (text) => {
      if (ranBefore > 0) write(`  ${ranBefore} were running\n`);
      ranBefore = 0;
      write(`${text}\n`);
    },
    close: () => clearInterval(reminder),
  };
}
