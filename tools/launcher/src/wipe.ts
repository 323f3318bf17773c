/**
 * Removes what a mesh made and nothing else: a home is a folder that a person named, and may hold
 * what is theirs.
 */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Layout } from './layout.ts';
import { exitCode, Trouble } from './trouble.ts';

const shownMax = 5;

/** Everything that a mesh makes below its two folders. */
function madeByMesh(layout: Layout): string[] {
  const { home, storeBase, stateFile, keys, logs, sample } = layout;
  const stores = ['data', 'config'].flatMap((area) => [join(home, area), join(storeBase, area)]);
  return [...new Set([stateFile, keys, logs, sample, ...stores])];
}

/** Names of what lies in the home and is not of a mesh. */
function strangers(layout: Layout): string[] {
  if (!existsSync(layout.home)) return [];
  const known = new Set(madeByMesh(layout));
  return readdirSync(layout.home).filter((name) => !known.has(join(layout.home, name)));
}

/** Fails for a folder that holds other things, before anything is put among them. */
export function refuseStrangers(layout: Layout): void {
  if (existsSync(layout.stateFile)) return;
  const found = strangers(layout);
  if (found.length === 0) return;
  throw new Trouble(`${layout.home} is not empty and holds no mesh: ${shown(found)}`, {
    advice: 'name an empty folder, or one that does not exist yet, with --home',
    exitCode: exitCode.usage,
  });
}

/** Resolves the names of what was left in the home because it is not of a mesh. */
export function wipe(layout: Layout): string[] {
  for (const path of madeByMesh(layout)) rmSync(path, { recursive: true, force: true });
  const left = strangers(layout);
  if (left.length === 0) {
    for (const folder of new Set([layout.storeBase, layout.home])) removeEmpty(folder);
  }
  return left;
}

function removeEmpty(folder: string): void {
  if (existsSync(folder) && dirname(folder) !== folder) rmdirSync(folder);
}

export function shown(names: readonly string[]): string {
  const rest = names.length - shownMax;
  return `${names.slice(0, shownMax).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
