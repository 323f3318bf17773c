/**
 * Renders docker-compose.yml from the launcher's own topology, so that both describe the same mesh;
 * a test compares the committed file with this.
 */
import { recipeOf } from '../recipes.ts';
import { secretName } from '../secrets.ts';
import { heapMiB } from '../stores/elastic-files.ts';
import { serviceEnvironment } from '../services/environment.ts';
import type { EnvironmentSource } from '../services/environment.ts';
import { componentsOf, isMysql, isService, portNames, profiles } from '../topology.ts';
import type { Component, ServiceComponent, StoreComponent } from '../topology.ts';
import {
  containerPorts,
  containerSource,
  dataPaths,
  images,
  mountedFiles,
  secretsDirectory,
  secretsOf,
} from './containers.ts';
import { yaml } from './yaml.ts';
import type { YamlValue } from './yaml.ts';

type Block = { readonly [key: string]: YamlValue };

const meshHome = '${' + 'MESH_HOME:-./.mesh/run}';
const header = `# The full topology of ./mesh up, as containers. Made from tools/launcher/src/topology.ts by
# "npm run compose --workspace tools/launcher"; a test keeps the two alike. Start it with
# "./mesh up --docker", which makes the secrets and configuration files that are mounted here and
# joins the stores to clusters and groups. Every published port is on 127.0.0.1.
`;

export function composeFile(): string {
  const components = componentsOf(profiles.full);
  const source = containerSource(components, (group) => primaryName(components, group));
  const services = components.map((component) => [
    component.name,
    isService(component) ? serviceBlock(component, source, components) : storeBlock(component),
  ]);
  const volumes = components.filter(keepsData).map(({ name }) => [name, {}]);
  const secrets = [...new Set(secretNames(components, source))].sort();
  const secretBlocks = secrets.map((name) => [name, { file: `${meshHome}/keys/${name}` }]);
  return `${header}${yaml({
    name: 'member-mesh',
    services: Object.fromEntries(services) as Block,
    volumes: Object.fromEntries(volumes) as Block,
    secrets: Object.fromEntries(secretBlocks) as Block,
  })}`;
}

function primaryName(components: readonly Component[], group: number): string {
  const primary = components
    .filter(isMysql)
    .find((component) => component.group === group && component.role === 'primary');
  return primary?.name ?? '';
}

function keepsData(component: Component): boolean {
  return dataPaths[component.kind] !== undefined;
}

function secretNames(components: readonly Component[], source: EnvironmentSource): string[] {
  const ofServices = components
    .filter(isService)
    .flatMap((component) => secretsOf(component, source));
  return [...ofServices, mysqlRootSecret];
}

/** Only the server's own container and the launcher know it. */
export const mysqlRootSecret = secretName.mysql('root');

/** The variable that holds the published port of a component; without it the engine picks one. */
export function portVariable(component: string, port: string): string {
  return `${component}_${port}_PORT`.toUpperCase().replaceAll('-', '_');
}

function published(component: Component): string[] {
  return portNames[component.kind]
    .filter((port) => port !== 'transport' && port !== 'bus')
    .map((port) => {
      const variable = '${' + `${portVariable(component.name, port)}:-}`;
      return `127.0.0.1:${variable}:${containerPorts[component.kind][port] ?? 0}`;
    });
}

function storeBlock(component: StoreComponent): Block {
  const files = Object.entries(mountedFiles[component.kind]).map(
    ([file, target]) => `${meshHome}/config/${component.name}/${file}:${target}:ro`,
  );
  const data = dataPaths[component.kind];
  return {
    image: images[component.kind],
    ...storeSettings(component),
    stop_grace_period: grace(component),
    volumes: [...files, ...(data === undefined ? [] : [`${component.name}:${data}`])],
    ports: published(component),
  };
}

function storeSettings(component: StoreComponent): Block {
  switch (component.kind) {
    case 'elasticsearch':
      return {
        environment: { ES_JAVA_OPTS: `-Xms${heapMiB}m -Xmx${heapMiB}m` },
        // The door that asks for a password is open: the server is up.
        healthcheck: check(
          `curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:9200/_cluster/health | grep -q 401`,
        ),
      };
    case 'redis':
      return {
        command: ['redis-server', '/etc/mesh/redis.conf'],
        healthcheck: check('redis-cli PING | grep -qE "PONG|NOAUTH|NOPERM"'),
      };
    case 'mysql':
      return {
        environment: {
          MARIADB_ROOT_PASSWORD_FILE: `${secretsDirectory}/${mysqlRootSecret}`,
          MARIADB_ROOT_HOST: 'localhost',
        },
        secrets: [mysqlRootSecret],
        healthcheck: check('healthcheck.sh --connect --innodb_initialized'),
      };
    case 'nats':
      return {
        command: ['-c', '/etc/mesh/nats.conf'],
        healthcheck: check('wget -q -O /dev/null http://127.0.0.1:8222/healthz'),
      };
  }
}

/** As long as processes are given to end by themselves. */
function grace(component: Component): string {
  return `${recipeOf(component).graceMs / 1000}s`;
}

function check(command: string): Block {
  return {
    test: ['CMD-SHELL', command],
    interval: '2s',
    timeout: '5s',
    retries: 30,
    start_period: '60s',
  };
}

function serviceBlock(
  component: ServiceComponent,
  source: EnvironmentSource,
  components: readonly Component[],
): Block {
  const stores = components.filter((other) => !isService(other));
  const healthcheck = `fetch('http://127.0.0.1:7001/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
  return {
    image: 'member-mesh-service:local',
    build: { context: '.', dockerfile: 'docker/service.Dockerfile' },
    // Secrets are mounted with the owner they have outside, who is never root.
    user: '${' + 'MESH_UID:-1000}:${' + 'MESH_GID:-1000}',
    command: [`services/${component.kind}/src/main.ts`],
    environment: serviceEnvironment(source, {
      name: component.name,
      kind: component.kind,
      center: component.center,
      grpcListen: `0.0.0.0:${containerPorts[component.kind]['grpc'] ?? 0}`,
      httpListen: `0.0.0.0:${containerPorts[component.kind]['http'] ?? 0}`,
      tokenFile: source.secretFile(secretName.token(component.name)),
      peersFile: source.secretFile('peers.json'),
    }),
    secrets: secretsOf(component, source),
    depends_on: Object.fromEntries(
      stores.map((store) => [store.name, { condition: 'service_healthy' }]),
    ),
    healthcheck: { ...check(''), test: ['CMD', 'node', '-e', healthcheck] },
    stop_grace_period: grace(component),
    ports: published(component),
  };
}
