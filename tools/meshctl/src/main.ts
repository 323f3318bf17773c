// The process: a first interrupt lets what is on its way finish, a second one, or ten seconds, ends
// it.
import { systemClock, systemRandom } from '@member-mesh/kernel';
import { exitCodes } from './exit-codes.ts';
import { runMeshctl } from './program.ts';

const PATIENCE_MS = 10_000;

const stop = new AbortController();
const abandon = new AbortController();

function onSignal(): void {
  if (stop.signal.aborted) abandon.abort();
  stop.abort();
  setTimeout(() => abandon.abort(), PATIENCE_MS).unref();
}

process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
// Whoever reads the answer may stop reading, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.ok);
});

process.exitCode = await runMeshctl(process.argv.slice(2), {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
  random: systemRandom,
  stop: stop.signal,
  abandon: abandon.signal,
});
