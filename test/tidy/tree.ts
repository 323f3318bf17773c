// The repository as data: every text file by its path, so that a rule of style is a function that
// can be tried on planted trees.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Text by path, with `/` between parts, sorted by path. */
export type Tree = ReadonlyMap<string, string>;

const skippedFolders = new Set(['node_modules', '.git', '.mesh', 'coverage']);

async function paths(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : paths(root, path);
      return entry.isFile() && !path.endsWith('.log') ? [path] : [];
    }),
  );
  return found.flat();
}

/** Reads all files that belong to the repository: not what is installed, run or ignored. */
export async function readTree(root: string): Promise<Tree> {
  const sorted = (await paths(root, '')).sort();
  const texts = await Promise.all(sorted.map((path) => readFile(join(root, path), 'utf8')));
  return new Map(sorted.map((path, at) => [path, texts[at] ?? '']));
}
