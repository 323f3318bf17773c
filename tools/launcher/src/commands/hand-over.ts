/** Runs a program of the repository in the place of a command, on the same terminal. */
import { spawn } from 'node:child_process';

/** Resolves with the program's exit code. */
export async function handOver(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(process.execPath, [program, ...args], { stdio: 'inherit', env });
  // A person's Ctrl-C reaches both; the program decides what it means.
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
  } finally {
    process.off('SIGINT', ignore);
  }
}
