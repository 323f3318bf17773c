/**
 * Writes files whole: a reader sees the old text or the new one, and secrets are never readable in
 * between.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { giveTo } from './process/account.ts';
import type { Account } from './process/account.ts';

/** Replaces the file in one step; mode 0600, owned by the account when one is given. */
export function writePrivateFile(path: string, text: string, account?: Account): void {
  const draft = `${path}.${process.pid}.tmp`;
  rmSync(draft, { force: true });
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
  giveTo(account, draft);
  renameSync(draft, path);
}
