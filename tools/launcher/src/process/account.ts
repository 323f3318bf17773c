/**
 * Stores run without root's rights: Elasticsearch refuses root, and no store needs it. When the
 * launcher is root, they run as the machine's unprivileged account, which must be able to reach its
 * files.
 */
import { chownSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Trouble } from '../trouble.ts';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const unprivilegedName = 'nobody';

/** Finds an account in the text of a passwd file. */
export function accountIn(passwd: string, name: string): Account | undefined {
  const line = passwd.split('\n').find((candidate) => candidate.startsWith(`${name}:`));
  const fields = line?.split(':') ?? [];
  const [uid, gid] = [Number(fields[2]), Number(fields[3])];
  return Number.isInteger(uid) && Number.isInteger(gid) ? { name, uid, gid } : undefined;
}

/** The account for the stores; undefined when they run as whoever runs the launcher. */
export function storeAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const account = accountIn(readFileSync('/etc/passwd', 'utf8'), unprivilegedName);
  if (account !== undefined && account.uid !== 0) return account;
  throw new Trouble(`this machine has no account "${unprivilegedName}"`, {
    advice: 'run ./mesh as an ordinary user: stores refuse to run as root',
  });
}

/** Whether everybody may pass through all directories above the path. */
export function everybodyCanReach(path: string): boolean {
  for (let directory = path; ; directory = dirname(directory)) {
    const mode = statSync(directory, { throwIfNoEntry: false })?.mode;
    if (mode !== undefined && (mode & 0o001) === 0) return false;
    if (directory === dirname(directory)) return true;
  }
}

/** Gives a file or directory to the account, when there is one. */
export function giveTo(account: Account | undefined, path: string): void {
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}
