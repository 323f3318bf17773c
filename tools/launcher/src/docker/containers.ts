/** What a component is as a container: image, ports inside, files and secrets it is given. */
import { storeEnvironment } from '../services/environment.ts';
import type { EnvironmentSource } from '../services/environment.ts';
import { secretName } from '../secrets.ts';
import type { Component, Kind, ServiceComponent } from '../topology.ts';

export const images = {
  elasticsearch: 'docker.elastic.co/elasticsearch/elasticsearch:8.19.8',
  redis: 'redis:7.4.5',
  mysql: 'mariadb:10.11.14',
  nats: 'nats:2.10.29-alpine',
} as const;

const servicePorts = { grpc: 7000, http: 7001 };

/** Ports inside the container, by the names of `portNames`. */
export const containerPorts: Readonly<Record<Kind, Readonly<Record<string, number>>>> = {
  elasticsearch: { http: 9200, transport: 9300 },
  redis: { client: 6379, bus: 16_379 },
  mysql: { client: 3306 },
  nats: { client: 4222, monitor: 8222 },
  gateway: servicePorts,
  'member-query': servicePorts,
  'member-write': servicePorts,
  'sync-worker': servicePorts,
  'flow-control': servicePorts,
};

export const secretsDirectory = '/run/secrets';

/** Files of the mesh's `config/NAME/` folder, and where the container has them. */
export const mountedFiles: Readonly<
  Record<'elasticsearch' | 'redis' | 'mysql' | 'nats', Readonly<Record<string, string>>>
> = {
  elasticsearch: Object.fromEntries(
    ['elasticsearch.yml', 'roles.yml', 'users', 'users_roles'].map((file) => [
      file,
      `/usr/share/elasticsearch/config/${file}`,
    ]),
  ),
  redis: { 'redis.conf': '/etc/mesh/redis.conf', 'users.acl': '/etc/mesh/users.acl' },
  mysql: { 'server.cnf': '/etc/mysql/conf.d/mesh.cnf' },
  nats: { 'nats.conf': '/etc/mesh/nats.conf' },
};

/** Where an image keeps what must outlive the container; Redis keeps nothing. */
export const dataPaths: Readonly<Partial<Record<Kind, string>>> = {
  elasticsearch: '/usr/share/elasticsearch/data',
  mysql: '/var/lib/mysql',
  nats: '/data',
};

/** The environment's source inside the network of the containers: names are addresses. */
export function containerSource(
  components: readonly Component[],
  primary: (group: number) => string,
): EnvironmentSource {
  return {
    components,
    address: (name, port) => {
      const kind = components.find((component) => component.name === name)?.kind;
      const number = kind === undefined ? undefined : containerPorts[kind][port];
      return `${name}:${number ?? 0}`;
    },
    secretFile: (name) => `${secretsDirectory}/${name}`,
    primary,
  };
}

/** Names of the secrets that a service is given: its own token, its accounts, nothing of others. */
export function secretsOf(component: ServiceComponent, source: EnvironmentSource): string[] {
  const files = Object.values(storeEnvironment(source, component.kind))
    .filter((value) => value.startsWith(`${secretsDirectory}/`))
    .map((value) => value.slice(secretsDirectory.length + 1));
  const operator = component.kind === 'flow-control' ? [secretName.operator] : [];
  return [secretName.token(component.name), 'peers.json', ...operator, ...files];
}
