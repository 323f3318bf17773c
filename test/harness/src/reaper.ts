/**
 * Outlives a test process that dies: its standard input is a pipe whose other end only the test
 * process holds, so the end of input means that the test process is gone. What is then still in the
 * state file, or noted as a process of the test, is killed and the folder removed. After an orderly
 * close there is nothing left to do.
 */
import { rmSync } from 'node:fs';
import { readState, signalGroup } from '@member-mesh/launcher';
import { killNoted } from './test-processes.ts';

const home = process.argv[2] ?? '';

process.stdin.resume();
process.stdin.once('close', () => {
  const state = readState(`${home}/state.json`);
  for (const record of state?.components ?? []) {
    if (record.process !== undefined) signalGroup(record.process, 'SIGKILL');
  }
  killNoted(home);
  rmSync(home, { recursive: true, force: true });
});
