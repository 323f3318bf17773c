// The real meshctl as a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const MAIN = resolve(import.meta.dirname, '../src/main.ts');

export interface Finished {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface MeshctlProcess {
  child: ChildProcess;
  finished: Promise<Finished>;
}

export interface StartOptions {
  env?: Readonly<Record<string, string>>;
  nodeOptions?: readonly string[];
}

export function startMeshctl(args: readonly string[], options: StartOptions = {}): MeshctlProcess {
  const { nodeOptions = [], env = {} } = options;
  const child = spawn(process.execPath, [...nodeOptions, MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...env },
  });
  return { child, finished: finish(child) };
}

export function meshctl(args: readonly string[], options?: StartOptions): Promise<Finished> {
  return startMeshctl(args, options).finished;
}

async function finish(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout, stderr };
}
