/** Where one mesh keeps its files. The path of every file is decided here and nowhere else. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { everybodyCanReach, giveTo } from './process/account.ts';
import type { Account } from './process/account.ts';

export interface Layout {
  readonly home: string;
  readonly stateFile: string;
  readonly keys: string;
  readonly logs: string;
  /** Sample members. */
  readonly sample: string;
  /**
   * Data of stores; beside the home, or elsewhere when the stores' account cannot reach the home.
   */
  readonly storeBase: string;
}

const unreachableHomesBase = '/var/lib/member-mesh';

/** Decides the paths; touches nothing. */
export function layoutOf(home: string, account: Account | undefined): Layout {
  const reachable = account === undefined || everybodyCanReach(home);
  const digest = createHash('sha256').update(home).digest('hex').slice(0, 12);
  const storeBase = reachable ? home : join(unreachableHomesBase, digest);
  return {
    home,
    stateFile: join(home, 'state.json'),
    keys: join(home, 'keys'),
    // Stores write there as well.
    logs: join(storeBase, 'logs'),
    sample: join(home, 'sample'),
    storeBase,
  };
}

/** Makes the directories of a mesh. */
export function makeLayout(layout: Layout): void {
  for (const directory of [layout.home, layout.logs, layout.storeBase]) {
    const isNew = mkdirSync(directory, { recursive: true }) !== undefined;
    // Stores may run as another account. A folder that somebody else made keeps its rights.
    if (isNew) chmodSync(directory, 0o755);
  }
  for (const area of ['data', 'config']) {
    mkdirSync(join(layout.storeBase, area), { recursive: true, mode: 0o755 });
  }
  mkdirSync(layout.keys, { recursive: true, mode: 0o700 });
}

export function logFile(layout: Layout, name: string): string {
  return join(layout.logs, `${name}.log`);
}

/** A component's own data directory, owned by the account that runs it. */
export function dataDirectory(layout: Layout, name: string): string {
  return join(layout.storeBase, 'data', name);
}

/** A component's own directory of configuration files, which may hold passwords. */
export function configDirectory(layout: Layout, name: string): string {
  return join(layout.storeBase, 'config', name);
}

/** Makes a directory that only the account may enter. */
export function makePrivate(directory: string, account: Account | undefined): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  giveTo(account, directory);
}
