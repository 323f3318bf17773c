/**
 * Processes that a test starts by itself beside its stores: the process under test. They are noted
 * in the folder of the stores, so that the reaper ends them with everything else when the test
 * process dies.
 */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { identify, signalGroup } from '@member-mesh/launcher';
import type { Environment } from '@member-mesh/launcher';

/** A process whose output the test reads. */
export type TestProcess = ChildProcessByStdio<null, Readable, Readable>;

/** Runs a script of ours with exactly this environment, in a process group of its own. */
export function startProcess(script: string, env: Environment): TestProcess {
  return spawn(process.execPath, [script], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

/** Notes the process for the reaper of this folder. */
export function note(home: string, { pid }: TestProcess): void {
  const identity = pid === undefined ? undefined : identify(pid);
  if (identity !== undefined) appendFileSync(notes(home), `${JSON.stringify(identity)}\n`);
}

/** Kills whatever noted process is still the one that was started. */
export function killNoted(home: string): void {
  for (const line of notedIn(home)) {
    signalGroup(JSON.parse(line) as Parameters<typeof signalGroup>[0], 'SIGKILL');
  }
}

function notes(home: string): string {
  return join(home, 'test-processes.ndjson');
}

function notedIn(home: string): string[] {
  try {
    return readFileSync(notes(home), 'utf8').split('\n').filter(Boolean);
  } catch {
    // Most tests start no process of their own.
    return [];
  }
}
