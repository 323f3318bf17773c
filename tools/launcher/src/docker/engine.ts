/** Talks to the container engine: docker with its compose plugin. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { storeAccount } from '../process/account.ts';
import { run } from '../process/run.ts';
import type { RunResult } from '../process/run.ts';
import { secretName } from '../secrets.ts';
import type { ClientCall, Reach, Site } from '../site.ts';
import { repositoryRoot } from '../tools.ts';
import { Trouble } from '../trouble.ts';
import { containerPorts } from './containers.ts';

const shortTimeoutMs = 15_000;
const engineAdvice =
  'install Docker with its compose plugin and start it (docker info must work), or leave out --docker';

export interface Engine {
  /** Arguments of `docker` before a compose command. */
  readonly composeArgs: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Fails with advice when there is no engine, or none that knows compose. */
export async function findEngine(
  home: string,
  env: NodeJS.ProcessEnv,
  variables: Readonly<Record<string, string>>,
): Promise<Engine> {
  const info = await run('docker', ['info', '--format', '{{.ServerVersion}}'], {
    env,
    timeoutMs: shortTimeoutMs,
  });
  if (info.code !== 0) {
    throw new Trouble('there is no container engine', {
      advice: engineAdvice,
      evidence: info.stderr,
    });
  }
  const compose = await run('docker', ['compose', 'version'], { env, timeoutMs: shortTimeoutMs });
  if (compose.code !== 0) {
    throw new Trouble('docker has no compose plugin', {
      advice: engineAdvice,
      evidence: compose.stderr,
    });
  }
  const file = join(repositoryRoot, 'docker-compose.yml');
  return {
    composeArgs: ['compose', '--file', file, '--project-directory', repositoryRoot],
    env: { ...env, ...variables, MESH_HOME: home, ...userVariables() },
  };
}

/** Services never run as root; for a launcher that does, they have the account of its stores. */
function userVariables(): Record<string, string> {
  const account = storeAccount();
  return {
    MESH_UID: String(account?.uid ?? process.getuid?.()),
    MESH_GID: String(account?.gid ?? process.getgid?.()),
  };
}

/** Runs a compose command in front of the person; its exit code. */
export async function composeShown(engine: Engine, args: readonly string[]): Promise<number> {
  const child = spawn('docker', [...engine.composeArgs, ...args], {
    env: engine.env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
}

/** As `composeShown`; a failure is a Trouble. */
export async function mustCompose(
  engine: Engine,
  args: readonly string[],
  what: string,
): Promise<void> {
  const code = await composeShown(engine, args);
  if (code === 0) return;
  throw new Trouble(`${what} (docker compose ended with exit code ${code})`, {
    advice: 'see the lines above; run the same command again, it goes on from here',
  });
}

export async function composeQuiet(
  engine: Engine,
  args: readonly string[],
  options: { readonly input?: string; readonly timeoutMs?: number } = {},
): Promise<RunResult> {
  return await run('docker', [...engine.composeArgs, ...args], {
    env: engine.env,
    timeoutMs: options.timeoutMs ?? shortTimeoutMs,
    ...(options.input !== undefined && { input: options.input }),
  });
}

/** Reaches components that are containers: client programs run inside them. */
export function containerReach(engine: Engine): (site: Site) => Reach {
  return (site) => ({
    client: async (name, call) => await clientInside(engine, site, { name, call }),
    peer: async (name, port) => {
      const component = site.components.find((each) => each.name === name);
      const number = component === undefined ? 0 : (containerPorts[component.kind][port] ?? 0);
      // Redis nodes know each other by number only; everybody else by name.
      const host = component?.kind === 'redis' ? await containerIp(engine, name) : name;
      return { host, port: number };
    },
  });
}

async function clientInside(
  engine: Engine,
  site: Site,
  { name, call }: { readonly name: string; readonly call: ClientCall },
): Promise<RunResult> {
  const secrets: Readonly<Record<string, string>> =
    call.program === 'mysql'
      ? { MYSQL_PWD: site.secrets.read(secretName.mysql('root')), ...call.env }
      : { ...call.env };
  const program =
    call.program === 'redis' ? ['redis-cli'] : ['mariadb', '--no-defaults', '--user=root'];
  const names = Object.keys(secrets).flatMap((variable) => ['--env', variable]);
  const withSecrets = { ...engine, env: { ...engine.env, ...secrets } };
  return await composeQuiet(withSecrets, ['exec', '-T', ...names, name, ...program, ...call.args], {
    timeoutMs: call.timeoutMs,
    ...(call.input !== undefined && { input: call.input }),
  });
}

async function containerIp(engine: Engine, name: string): Promise<string> {
  const answer = await composeQuiet(engine, ['exec', '-T', name, 'hostname', '-i']);
  const address = answer.stdout.trim().split(/\s+/)[0];
  if (answer.code === 0 && address !== undefined && address !== '') return address;
  throw new Trouble(`the address of the container ${name} is not known`, {
    advice: `see docker compose logs ${name}`,
    evidence: answer.stderr,
  });
}
