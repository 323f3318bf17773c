/** Starts one Elasticsearch node, a cluster of its own, with users and roles from files. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { systemRandom } from '@member-mesh/kernel';
import { writePrivateFile } from '../files.ts';
import { configDirectory, dataDirectory, logFile, makePrivate } from '../layout.ts';
import { giveTo } from '../process/account.ts';
import { identify } from '../process/identity.ts';
import { endProcess } from '../process/signal.ts';
import type { Launch } from '../process/spawn.ts';
import { secretName } from '../secrets.ts';
import { addressOf, healthy, portOf, unhealthy } from '../site.ts';
import type { Health, Recipe, Site } from '../site.ts';
import { javaHome, requireElastic } from '../tools.ts';
import type { ElasticComponent } from '../topology.ts';
import {
  elasticYml,
  jvmOptions,
  log4jProperties,
  passwordHash,
  processorsOf,
  rolesYml,
  usersFile,
  usersRolesFile,
} from './elastic-files.ts';

const probeTimeoutMs = 3000;
const users = ['mesh_admin', 'member_query', 'sync_worker'] as const;

export const elasticRecipe: Recipe<ElasticComponent> = {
  readyTimeoutMs: 300_000,
  graceMs: 15_000,
  prepare,
  probe,
};

async function prepare(site: Site, component: ElasticComponent): Promise<Launch> {
  requireElastic(site.tools);
  const config = configDirectory(site.layout, component.name);
  const data = dataDirectory(site.layout, component.name);
  const temporary = join(data, 'tmp');
  for (const directory of [config, data, temporary]) makePrivate(directory, site.account);
  writeConfig(site, component, config);
  const log = logFile(site.layout, component.name);
  writeFileSync(log, '', { flag: 'a', mode: 0o640 });
  giveTo(site.account, log);
  const pidFile = join(data, 'pid');
  await endOrphan(pidFile, config);
  return {
    command: join(site.tools.elasticHome, 'bin', 'elasticsearch'),
    args: ['-d', '-p', pidFile],
    env: {
      PATH: site.tools.path,
      HOME: data,
      LANG: 'C.UTF-8',
      ES_JAVA_HOME: javaHome(site.tools),
      ES_PATH_CONF: config,
      ES_TMPDIR: temporary,
      // The small program that starts the server needs little, and its time counts.
      CLI_JAVA_OPTS: '-Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m',
    },
    cwd: data,
    unprivileged: true,
    pidFile,
  };
}

/** A launcher that was interrupted while a node started leaves a server that nobody recorded. */
async function endOrphan(pidFile: string, config: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const identity = identify(Number(readFileSync(pidFile, 'utf8').trim()));
  if (identity !== undefined && commandLine(identity.pid).includes(config)) {
    await endProcess(identity, elasticRecipe.graceMs);
  }
  rmSync(pidFile, { force: true });
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function writeConfig(site: Site, component: ElasticComponent, directory: string): void {
  const nodes = site.components.filter((other) => other.kind === 'elasticsearch').length;
  const files = {
    'elasticsearch.yml': elasticYml({
      name: component.name,
      cluster: component.cluster,
      host: '127.0.0.1',
      httpPort: portOf(site, component.name, 'http'),
      transportPort: portOf(site, component.name, 'transport'),
      data: join(dataDirectory(site.layout, component.name), 'indices'),
      logs: site.layout.logs,
      processors: processorsOf(availableParallelism(), nodes),
      settings: site.elasticSettings[component.name] ?? {},
    }),
    'jvm.options': jvmOptions(dataDirectory(site.layout, component.name)),
    'log4j2.properties': log4jProperties(component.name),
    'roles.yml': rolesYml,
    'role_mapping.yml': '',
    users_roles: usersRolesFile(users),
  };
  for (const [name, text] of Object.entries(files)) {
    writePrivateFile(join(directory, name), text, site.account);
  }
  if (existsSync(join(directory, 'users'))) return;
  const hashes = users.map((user) => {
    const password = site.secrets.read(secretName.elastic(user));
    return [user, passwordHash(password, systemRandom)] as const;
  });
  const text = usersFile(Object.fromEntries(hashes));
  writePrivateFile(join(directory, 'users'), text, site.account);
}

async function probe(site: Site, component: ElasticComponent): Promise<Health> {
  const password = site.secrets.read(secretName.elastic('mesh_admin'));
  const credentials = Buffer.from(`mesh_admin:${password}`).toString('base64');
  try {
    const url = `http://${addressOf(site, component.name, 'http')}/_cluster/health`;
    const response = await fetch(url, {
      headers: { authorization: `Basic ${credentials}` },
      signal: AbortSignal.timeout(probeTimeoutMs),
    });
    const body = (await response.json()) as { status?: string };
    if (!response.ok) return unhealthy(`HTTP ${response.status}`);
    return body.status === 'red' ? unhealthy('cluster status red') : healthy;
  } catch (error) {
    return unhealthy(error instanceof Error ? error.message : String(error));
  }
}
