/** Starts one node of a center's Redis Cluster. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from '../files.ts';
import { configDirectory, dataDirectory, makePrivate } from '../layout.ts';
import type { Launch } from '../process/spawn.ts';
import { secretName } from '../secrets.ts';
import { healthy, portOf, unhealthy } from '../site.ts';
import type { Health, Recipe, Site } from '../site.ts';
import { missingToolAdvice, programPath } from '../tools.ts';
import type { RedisComponent } from '../topology.ts';
import { Trouble } from '../trouble.ts';
import { aclFile, redisConf } from './redis-files.ts';

const commandTimeoutMs = 5000;

export const redisRecipe: Recipe<RedisComponent> = {
  readyTimeoutMs: 30_000,
  graceMs: 5000,
  prepare: async (site, component) => prepare(site, component),
  probe,
};

function prepare(site: Site, component: RedisComponent): Launch {
  const config = configDirectory(site.layout, component.name);
  const data = dataDirectory(site.layout, component.name);
  for (const directory of [config, data]) makePrivate(directory, site.account);
  const acl = join(config, 'users.acl');
  const text = aclFile({
    meshAdmin: site.secrets.digest(secretName.redis('mesh_admin')),
    memberQuery: site.secrets.digest(secretName.redis('member_query')),
  });
  if (!existsSync(acl)) writePrivateFile(acl, text, site.account);
  const file = join(config, 'redis.conf');
  const settings = redisConf({
    host: '127.0.0.1',
    clientPort: portOf(site, component.name, 'client'),
    busPort: portOf(site, component.name, 'bus'),
    directory: data,
    aclFile: acl,
  });
  writePrivateFile(file, settings, site.account);
  return {
    command: programPath(site.tools, ['redis-server'], missingToolAdvice),
    args: [file],
    env: { PATH: site.tools.path, HOME: data },
    cwd: data,
    unprivileged: true,
  };
}

/** Runs one command on a node as the mesh's administrator; the answer in redis-cli's raw form. */
export async function redisCommand(
  site: Site,
  name: string,
  words: readonly string[],
): Promise<string> {
  const result = await site.reach(site).client(name, {
    program: 'redis',
    args: ['--user', 'mesh_admin', '--no-auth-warning', '-e', ...words],
    env: { REDISCLI_AUTH: site.secrets.read(secretName.redis('mesh_admin')) },
    timeoutMs: commandTimeoutMs,
  });
  if (result.code === 0) return result.stdout.trim();
  throw new Trouble(`${name} refused "${words.slice(0, 2).join(' ')}"`, {
    advice: `see ./mesh logs ${name}`,
    evidence: result.stderr.trim() || result.stdout.trim(),
  });
}

async function probe(site: Site, component: RedisComponent): Promise<Health> {
  try {
    const answer = await redisCommand(site, component.name, ['PING']);
    return answer === 'PONG' ? healthy : unhealthy(answer);
  } catch (error) {
    return unhealthy(error instanceof Trouble ? error.evidence : String(error));
  }
}
