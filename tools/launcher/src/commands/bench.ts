/** Hands over to the benchmarks, which start what they measure and end it again. */
import { delimiter, dirname, join } from 'node:path';
import type { LauncherConfig } from '../config.ts';
import { repositoryRoot } from '../tools.ts';
import { handOver } from './hand-over.ts';

const program = join(repositoryRoot, 'bench', 'main.ts');

/** Resolves with the benchmark's exit code. */
export async function bench(config: LauncherConfig, args: readonly string[]): Promise<number> {
  const path = [dirname(process.execPath), config.inherited['PATH'] ?? ''].join(delimiter);
  return await handOver(program, args, { ...config.inherited, PATH: path });
}
