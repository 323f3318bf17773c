// Runs the stores' own client programs, so that what a store allows is asked of the store itself.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { invariant } from '@member-mesh/kernel';
import { dialectOf, findTools } from '@member-mesh/launcher';
import type { MysqlDialectName } from '@member-mesh/launcher';
import { readHarnessConfig } from '../src/config.ts';

export interface Answer {
  readonly ok: boolean;
  readonly text: string;
}

const timeoutMs = 20_000;

async function execute(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<Answer> {
  return await new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, timeout: timeoutMs };
    execFile(program, args, options, (error, stdout, stderr) => {
      resolve({ ok: error === null, text: `${stdout}${stderr}`.trim() });
    });
  });
}

function split(address: string): { host: string; port: string } {
  const [host, port] = address.split(':');
  invariant(host !== undefined && port !== undefined, `${address} is host:port`);
  return { host, port };
}

export interface Login {
  readonly user: string;
  readonly passwordFile: string;
}

function password(login: Login): string {
  return readFileSync(login.passwordFile, 'utf8').trim();
}

export interface Database {
  readonly dialect: MysqlDialectName;
  readonly address: string;
}

/** Runs SQL as this account, over the network. */
export async function sql(database: Database, login: Login, text: string): Promise<Answer> {
  const { host, port } = split(database.address);
  const { clientOverNetwork, clientProgram } = dialectOf(database.dialect);
  const place = ['--protocol=TCP', '-h', host, '-P', port, '-u', login.user];
  const args = ['--no-defaults', ...clientOverNetwork, ...place, '-N', '-B', '-e', text];
  const program = clientProgram(findTools(readHarnessConfig()));
  return await execute(program, args, { MYSQL_PWD: password(login) });
}

/** Runs one Redis command as this account; without one, as somebody who has no password. */
export async function redis(
  address: string,
  login: Login | undefined,
  words: readonly string[],
): Promise<Answer> {
  const { host, port } = split(address);
  const user = login === undefined ? [] : ['--user', login.user, '--no-auth-warning'];
  const env = login === undefined ? {} : { REDISCLI_AUTH: password(login) };
  return await execute('redis-cli', ['-e', '-c', '-h', host, '-p', port, ...user, ...words], env);
}

/** The HTTP status of a request as this account. */
export async function http(
  url: string,
  login: Login | undefined,
  request: { readonly method: string; readonly body?: object } = { method: 'GET' },
): Promise<number> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (login !== undefined) {
    const pair = Buffer.from(`${login.user}:${password(login)}`).toString('base64');
    headers['authorization'] = `Basic ${pair}`;
  }
  const response = await fetch(url, {
    method: request.method,
    headers,
    signal: AbortSignal.timeout(timeoutMs),
    ...(request.body && { body: JSON.stringify(request.body) }),
  });
  await response.arrayBuffer();
  return response.status;
}
