/**
 * Finds a MySQL server. On many machines "mysqld" is another name of MariaDB's, and an older MySQL
 * speaks another dialect: a server counts when it says by itself that it is MySQL 8.4 or later.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Tools } from '../../tools.ts';
import { Trouble } from '../../trouble.ts';

const versionTimeoutMs = 10_000;
const [majorMin, minorMin] = [8, 4];

export const mysqlAdvice =
  'run "./mesh tools --mysql", which fetches MySQL, or name the mysqld of MySQL 8.4 or later in ' +
  'MESH_MYSQLD, or leave out --mysql to use MariaDB';

/** Whether this is what a MySQL server of a known dialect says to `--version`. */
export function isKnownMysql(version: string): boolean {
  if (version.includes('MariaDB')) return false;
  const found = / Ver (\d+)\.(\d+)/.exec(version);
  const [major, minor] = [Number(found?.[1] ?? 0), Number(found?.[2] ?? 0)];
  return major > majorMin || (major === majorMin && minor >= minorMin);
}

/** The path of the server: the one named, the unpacked one, or one on the PATH. */
export function mysqlServer(tools: Tools): string | undefined {
  if (!tools.installed) return undefined;
  if (tools.mysqld !== '') return serves(tools.mysqld, tools.path) ? tools.mysqld : undefined;
  const onPath = tools.path.split(delimiter).map((directory) => join(directory, 'mysqld'));
  return [tools.unpackedMysqld, ...onPath].find((candidate) => serves(candidate, tools.path));
}

/** As `mysqlServer`. Throws Trouble when there is none. */
export function requireMysqlServer(tools: Tools): string {
  const server = mysqlServer(tools);
  if (server !== undefined) return server;
  const named = tools.mysqld === '' ? 'this machine has' : `${tools.mysqld} is`;
  throw new Trouble(`${named} no MySQL 8.4 or later`, { advice: mysqlAdvice });
}

const known = new Map<string, boolean>();

function serves(program: string, path: string): boolean {
  if (!existsSync(program)) return false;
  const before = known.get(program);
  if (before !== undefined) return before;
  const { stdout } = spawnSync(program, ['--no-defaults', '--version'], {
    encoding: 'utf8',
    env: { PATH: path },
    timeout: versionTimeoutMs,
  });
  const answer = isKnownMysql(stdout ?? '');
  known.set(program, answer);
  return answer;
}
