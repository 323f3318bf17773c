// meshctl in this process, against one door, with what it said.
import { PassThrough, Readable } from 'node:stream';
import { systemClock, systemRandom } from '@member-mesh/kernel';
import { runMeshctl } from '../src/program.ts';

export interface RunOptions {
  env: Readonly<Record<string, string>>;
  input?: string;
  stop?: AbortSignal;
  /** Of a terminal that stdout is; none where it is none. */
  screen?: { columns: number; rows: number };
  /** Told whatever is written to stdout, as it is written. */
  seen?: (text: string) => void;
}

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

export async function runInProcess(args: readonly string[], options: RunOptions): Promise<Ended> {
  const { env, input = '', stop = new AbortController().signal, screen, seen } = options;
  const stdout = new PassThrough({ encoding: 'utf8' });
  const stderr = new PassThrough({ encoding: 'utf8' });
  let said = '';
  stdout.on('data', (text: string) => {
    said += text;
    seen?.(text);
  });
  const code = await runMeshctl(args, {
    ...{ env, stdin: Readable.from([input]), stderr, clock: systemClock, random: systemRandom },
    stdout: Object.assign(stdout, screen && { isTTY: true, ...screen }),
    ...{ stop, abandon: new AbortController().signal },
  });
  return { code, stdout: said, stderr: (stderr.read() as string | null) ?? '' };
}
