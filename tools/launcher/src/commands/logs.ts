/** Shows what a component wrote. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { LauncherConfig } from '../config.ts';
import { logFile } from '../layout.ts';
import { existingState, openExisting } from '../open-mesh.ts';
import { exitCode, Trouble } from '../trouble.ts';

export interface LogsCommand {
  readonly component: string;
  readonly follow: boolean;
}

const linesShown = 200;

export async function logs(config: LauncherConfig, command: LogsCommand): Promise<number> {
  if (existingState(config)?.backend === 'docker') {
    const { composeLogs } = await import('../docker/compose.ts');
    return await composeLogs(config, command.component, command.follow);
  }
  const mesh = openExisting(config);
  const file = logFile(mesh.layout, mesh.component(command.component).name);
  if (!existsSync(file)) {
    throw new Trouble(`${command.component} has written nothing yet`, {
      advice: './mesh status shows whether it was started',
    });
  }
  const args = ['-n', String(linesShown), ...(command.follow ? ['-F'] : []), file];
  const tail = spawn('tail', args, { stdio: ['ignore', 'inherit', 'inherit'] });
  await new Promise((resolve) => tail.once('close', resolve));
  return exitCode.ok;
}
