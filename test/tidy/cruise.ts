// Runs dependency-cruiser as `npm run imports` does and hands back what it saw and what it refused.
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const repository = resolve(import.meta.dirname, '../..');
const cruiseMsMax = 60_000;
const outputBytesMax = 64 * 2 ** 20;

export interface Cruise {
  modules: { source: string; dependencies: { module: string }[] }[];
  summary: { violations: { from: string; to: string; rule: { name: string } }[] };
}

/** Cruises `folders` below `root` by this repository's law. */
export async function cruise(root: string, folders: readonly string[]): Promise<Cruise> {
  const args = ['--config', join(repository, '.dependency-cruiser.cjs'), '-T', 'json'];
  const { stdout } = await promisify(execFile)(
    join(repository, 'node_modules/.bin/depcruise'),
    [...args, ...folders],
    { cwd: root, timeout: cruiseMsMax, maxBuffer: outputBytesMax },
  );
  return JSON.parse(stdout) as Cruise;
}
