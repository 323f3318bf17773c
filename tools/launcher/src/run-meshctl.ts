/** Runs a command of meshctl for the launcher; what it remarks goes to the person. */
import { spawn } from 'node:child_process';
import { meshctlProgram } from './commands/ctl.ts';
import { Trouble } from './trouble.ts';

/** Resolves when it ended well, else rejects with Trouble. */
export async function meshctl(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [meshctlProgram, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? -1));
  });
  if (code === 0) return;
  throw new Trouble(`./mesh ctl ${args.slice(0, 2).join(' ')} ended with exit code ${code}`, {
    advice: 'see the lines above; ./mesh up goes on from where it stopped',
  });
}
