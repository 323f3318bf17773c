/** Runs a short-lived program to its end, with a deadline, and hands back what it said. */
import { spawn } from 'node:child_process';
import { Trouble } from '../trouble.ts';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Written to standard input, which is closed afterwards. */
  readonly input?: string;
  readonly timeoutMs?: number;
  readonly uid?: number;
  readonly gid?: number;
}

export interface RunResult {
  /** Exit status; -1 when the program was killed or could not be started. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const defaultTimeoutMs = 10_000;
const outputBytesMax = 16 * 1024 * 1024;

/** Never throws: a program that cannot be started has code -1 and the reason in stderr. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  return await new Promise<RunResult>((resolve) => {
    const { input, timeoutMs, ...rest } = options;
    const child = spawn(command, args, {
      ...rest,
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: timeoutMs ?? defaultTimeoutMs,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (stdout.length < outputBytesMax) stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < outputBytesMax) stderr += text;
    });
    child.on('error', (error) => resolve({ code: -1, stdout, stderr: error.message }));
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}

/** As `run`, but a failure is a Trouble that shows what the program said. */
export async function mustRun(
  command: string,
  args: readonly string[],
  options: RunOptions & { readonly advice: string },
): Promise<string> {
  const { advice, ...rest } = options;
  const result = await run(command, args, rest);
  if (result.code === 0) return result.stdout;
  throw new Trouble(`${command} failed (exit status ${result.code})`, {
    advice,
    evidence: (result.stderr || result.stdout).trim().split('\n').slice(-15).join('\n'),
  });
}
