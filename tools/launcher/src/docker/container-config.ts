/**
 * Writes the configuration files that docker-compose.yml mounts; the same renderers as for
 * processes, other addresses.
 */
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemRandom } from '@member-mesh/kernel';
import { writePrivateFile } from '../files.ts';
import { configDirectory } from '../layout.ts';
import { giveTo } from '../process/account.ts';
import { peersFile } from '../services/environment.ts';
import { secretName } from '../secrets.ts';
import type { Site } from '../site.ts';
import {
  elasticYml,
  passwordHash,
  rolesYml,
  usersFile,
  usersRolesFile,
} from '../stores/elastic-files.ts';
import { dialectOf } from '../stores/mysql/dialects.ts';
import { primaryOf } from '../stores/mysql/group.ts';
import { natsConf } from '../stores/nats-file.ts';
import { natsUsers } from '../stores/nats-rights.ts';
import type { NatsUser } from '../stores/nats-rights.ts';
import { aclFile, redisConf } from '../stores/redis-files.ts';
import { isService } from '../topology.ts';
import type { ElasticComponent, MysqlComponent, StoreComponent } from '../topology.ts';
import { containerPorts, containerSource, secretsOf } from './containers.ts';
import { mysqlRootSecret } from './compose-file.ts';

const everywhere = '0.0.0.0';
const elasticUsers = ['mesh_admin', 'member_query', 'sync_worker'] as const;

/**
 * Safe to repeat: secrets that exist stay, files are written anew. What a service reads belongs to
 * the account that its container runs as.
 */
export function writeContainerFiles(site: Site): void {
  const source = containerSource(site.components, (group) => primaryOf(site, group));
  for (const component of site.components) {
    if (isService(component)) {
      for (const name of secretsOf(component, source)) {
        giveTo(site.account, site.secrets.file(name));
      }
    } else {
      writeStoreFiles(site, component);
    }
  }
  site.secrets.file(mysqlRootSecret);
  const peers = peersFile(site.components, site.secrets);
  writePrivateFile(join(site.layout.keys, 'peers.json'), peers, site.account);
}

function writeStoreFiles(site: Site, component: StoreComponent): void {
  const directory = configDirectory(site.layout, component.name);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(storeFiles(site, component))) {
    const file = join(directory, name);
    // The folder lets nobody in; the container's own account must be able to read the mounted file.
    writeFileSync(file, text);
    chmodSync(file, 0o644);
  }
}

function storeFiles(site: Site, component: StoreComponent): Record<string, string> {
  switch (component.kind) {
    case 'elasticsearch':
      return elasticFiles(site, component);
    case 'redis':
      return {
        'redis.conf': redisConf({
          host: everywhere,
          clientPort: containerPorts.redis['client'] ?? 0,
          busPort: containerPorts.redis['bus'] ?? 0,
          directory: '/data',
          aclFile: '/etc/mesh/users.acl',
        }),
        'users.acl': aclFile({
          meshAdmin: site.secrets.digest(secretName.redis('mesh_admin')),
          memberQuery: site.secrets.digest(secretName.redis('member_query')),
        }),
      };
    case 'mysql':
      return { 'server.cnf': mysqlOptions(site, component) };
    case 'nats':
      return { 'nats.conf': natsFile(site, component.name) };
  }
}

function elasticFiles(site: Site, component: ElasticComponent): Record<string, string> {
  const ports = containerPorts.elasticsearch;
  const files = {
    'elasticsearch.yml': elasticYml({
      name: component.name,
      cluster: component.cluster,
      host: everywhere,
      httpPort: ports['http'] ?? 0,
      transportPort: ports['transport'] ?? 0,
      data: '/usr/share/elasticsearch/data',
      logs: '/usr/share/elasticsearch/logs',
      processors: 1,
    }),
    'roles.yml': rolesYml,
    users_roles: usersRolesFile(elasticUsers),
  };
  // The hashes are salted: written once, so that a second start changes nothing.
  if (existsSync(join(configDirectory(site.layout, component.name), 'users'))) return files;
  const hashes = elasticUsers.map((user) => {
    const password = site.secrets.read(secretName.elastic(user));
    return [user, passwordHash(password, systemRandom)] as const;
  });
  return { ...files, users: usersFile(Object.fromEntries(hashes)) };
}

function mysqlOptions(site: Site, component: MysqlComponent): string {
  const options = dialectOf('mariadb').options({
    name: component.name,
    host: everywhere,
    port: containerPorts.mysql['client'] ?? 0,
    group: component.group,
    serverId: component.serverId,
    data: '',
    temporary: '',
    startsAsReplica: primaryOf(site, component.group) !== component.name,
    acknowledges: component.acknowledges,
  });
  return `[mysqld]\n${options.join('\n')}\n`;
}

function natsFile(site: Site, name: string): string {
  const passwords = natsUsers.map(
    (user) => [user, site.secrets.read(secretName.nats(user))] as const,
  );
  return natsConf({
    name,
    clientAddress: `${everywhere}:${containerPorts.nats['client'] ?? 0}`,
    monitorAddress: `${everywhere}:${containerPorts.nats['monitor'] ?? 0}`,
    storeDirectory: '/data',
    passwords: Object.fromEntries(passwords) as Record<NatsUser, string>,
  });
}
