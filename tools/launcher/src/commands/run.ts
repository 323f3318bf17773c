/**
 * Chooses the module of a command; each is loaded only when it is asked for, so that `status` is
 * quick.
 */
import { usage } from '../command-line.ts';
import type { LauncherConfig } from '../config.ts';
import { exitCode } from '../trouble.ts';

/** Runs the command and answers with the exit code. */
export async function runCommand(config: LauncherConfig): Promise<number> {
  const { command } = config;
  switch (command.name) {
    case 'help':
      process.stdout.write(usage);
      return exitCode.ok;
    case 'up':
      return await (await import('./up.ts')).up(config, command);
    case 'down':
      return await (await import('./down.ts')).down(config, command.wipe);
    case 'status':
      return await (await import('./status.ts')).status(config, command.output);
    case 'logs':
      return await (await import('./logs.ts')).logs(config, command);
    case 'kill':
    case 'stop':
    case 'cont':
    case 'start':
      return await (await import('./faults.ts')).fault(config, command);
    case 'test':
      return await (await import('./test.ts')).test(config, command);
    case 'ctl':
      return await (await import('./ctl.ts')).ctl(config, command.args);
    case 'bench':
      return await (await import('./bench.ts')).bench(config, command.args);
  }
}
