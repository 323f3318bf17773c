/**
 * The environment contract between the launcher and the services: the part that names stores, and
 * the rest.
 */
import { secretName } from '../secrets.ts';
import type { Secrets } from '../secrets.ts';
import { isMysql, isRedis } from '../topology.ts';
import type { Center, Component, ElasticCluster, ServiceKind } from '../topology.ts';
import { centers } from '../topology.ts';
import { database } from '../stores/mysql/accounts.ts';

export type Environment = Record<string, string>;

/**
 * What the environment is rendered from; the same for processes, containers and stores given by
 * URL.
 */
export interface EnvironmentSource {
  readonly components: readonly Component[];
  /** host:port of a component's port, as a service can reach it. */
  address(component: string, port: string): string;
  /** The path of a secret's file, as a service sees it. */
  secretFile(name: string): string;
  /** Name of the writable server of a MySQL group. */
  primary(group: number): string;
}

function redis(source: EnvironmentSource): Environment {
  const nodes = (center: Center): string =>
    source.components
      .filter((component) => isRedis(component) && component.center === center)
      .map((component) => source.address(component.name, 'client'))
      .join(',');
  return {
    ...Object.fromEntries(
      centers
        .map((center) => [`REDIS_${center.toUpperCase()}_NODES`, nodes(center)] as const)
        .filter(([, value]) => value !== ''),
    ),
    REDIS_USER: 'member_query',
    REDIS_PASSWORD_FILE: source.secretFile(secretName.redis('member_query')),
  };
}

const elasticVariable: Readonly<Record<ElasticCluster, string>> = {
  'order-a': 'ELASTIC_ORDER_A_URL',
  'order-b': 'ELASTIC_ORDER_B_URL',
  marketing: 'ELASTIC_MARKETING_URL',
};

function elastic(source: EnvironmentSource, user: 'member_query' | 'sync_worker'): Environment {
  const urls: Environment = {};
  for (const component of source.components) {
    if (component.kind !== 'elasticsearch') continue;
    urls[elasticVariable[component.cluster]] = `http://${source.address(component.name, 'http')}`;
  }
  return {
    ...urls,
    ELASTIC_USER: user,
    ELASTIC_PASSWORD_FILE: source.secretFile(secretName.elastic(user)),
  };
}

interface MysqlGroupValue {
  readonly group: number;
  /** host:port, the primary first. */
  readonly nodes: readonly string[];
}

function mysqlGroups(source: EnvironmentSource): MysqlGroupValue[] {
  const servers = source.components.filter(isMysql);
  const groups = [...new Set(servers.map((server) => server.group))].sort((a, b) => a - b);
  return groups.map((group) => {
    const primary = source.primary(group);
    const names = servers.filter((server) => server.group === group).map((server) => server.name);
    const ordered = [primary, ...names.filter((name) => name !== primary)];
    return { group, nodes: ordered.map((name) => source.address(name, 'client')) };
  });
}

function mysql(source: EnvironmentSource): Environment {
  return {
    MYSQL_GROUPS: JSON.stringify(mysqlGroups(source)),
    MYSQL_USER: 'member_write',
    MYSQL_PASSWORD_FILE: source.secretFile(secretName.mysql('member_write')),
    MYSQL_ADMIN_USER: 'member_admin',
    MYSQL_ADMIN_PASSWORD_FILE: source.secretFile(secretName.mysql('member_admin')),
    MYSQL_DATABASE: database,
  };
}

function nats(source: EnvironmentSource, kind: ServiceKind): Environment {
  const server = source.components.find((component) => component.kind === 'nats');
  const user = natsUser[kind];
  if (server === undefined || user === undefined) return {};
  return {
    NATS_URLS: source.address(server.name, 'client'),
    NATS_USER: user,
    NATS_PASSWORD_FILE: source.secretFile(secretName.nats(user)),
  };
}

const natsUser = {
  gateway: undefined,
  'member-query': 'member_query',
  'member-write': 'member_write',
  'sync-worker': 'sync_worker',
  'flow-control': 'flow_control',
} as const;

/**
 * The variables that name stores, their accounts and password files; stores that are not there have
 * none.
 */
export function storeEnvironment(source: EnvironmentSource, kind: ServiceKind): Environment {
  const has = (store: Component['kind']): boolean =>
    source.components.some((component) => component.kind === store);
  const none: Environment = {};
  switch (kind) {
    case 'gateway':
      return none;
    case 'flow-control':
      return nats(source, kind);
    case 'member-query':
      return {
        ...nats(source, kind),
        ...(has('redis') ? redis(source) : none),
        ...(has('elasticsearch') ? elastic(source, 'member_query') : none),
      };
    case 'member-write':
      return { ...nats(source, kind), ...(has('mysql') ? mysql(source) : none) };
    case 'sync-worker':
      return {
        ...nats(source, kind),
        ...(has('elasticsearch') ? elastic(source, 'sync_worker') : none),
      };
  }
}

const callees: Readonly<Record<ServiceKind, readonly ServiceKind[]>> = {
  gateway: ['member-query', 'member-write', 'flow-control'],
  'member-query': ['member-write', 'flow-control'],
  'member-write': ['member-query', 'flow-control'],
  'sync-worker': ['member-write'],
  'flow-control': [],
};

/** host:port of each instance of the services that this kind calls, its own center first. */
function targets(source: EnvironmentSource, kind: ServiceKind, center: Center): Environment {
  const entries = callees[kind].map((callee) => {
    const instances = source.components.filter((component) => component.kind === callee);
    const own = instances.filter((instance) => instance.center === center);
    const others = instances.filter((instance) => instance.center !== center);
    const addresses = [...own, ...others].map((instance) => source.address(instance.name, 'grpc'));
    return [`${callee.toUpperCase().replace('-', '_')}_TARGETS`, addresses.join(',')] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

export interface ServiceInstance {
  readonly name: string;
  readonly kind: ServiceKind;
  readonly center: Center;
  /** Addresses to listen on. */
  readonly grpcListen: string;
  readonly httpListen: string;
  readonly tokenFile: string;
  readonly peersFile: string;
}

/**
 * A whole mesh shares one machine's few cores here. What is long in a data center is a moment's
 * wait for a turn on them, so that the usual patience would tell of outages that are none.
 */
const patience: Partial<Record<ServiceKind, Environment>> = {
  'member-query': {
    REDIS_TIMEOUT_MS: '1500',
    INDEX_TIMEOUT_MS: '2000',
    RECORD_TIMEOUT_MS: '3000',
  },
};

/** The whole environment of one service process. */
export function serviceEnvironment(
  source: EnvironmentSource,
  service: ServiceInstance,
): Environment {
  return {
    MESH_NAME: service.name,
    MESH_CENTER: service.center,
    GRPC_LISTEN: service.grpcListen,
    HTTP_LISTEN: service.httpListen,
    MESH_TOKEN_FILE: service.tokenFile,
    MESH_PEERS_FILE: service.peersFile,
    LOG_LEVEL: 'info',
    DRAIN_TIMEOUT_MS: '10000',
    ...storeEnvironment(source, service.kind),
    ...targets(source, service.kind, service.center),
    ...patience[service.kind],
    ...(service.kind === 'flow-control'
      ? { FLOW_OPERATOR_KEY_FILE: source.secretFile(secretName.operator) }
      : {}),
  };
}

/** Who may call inside the mesh: hex SHA-256 of each instance's token, by service kind. */
export function peersFile(components: readonly Component[], secrets: Secrets): string {
  const peers: Record<string, string[]> = {};
  for (const component of components) {
    if (!(component.kind in callees)) continue;
    (peers[component.kind] ??= []).push(secrets.digest(secretName.token(component.name)));
  }
  peers['meshctl'] = [secrets.digest(secretName.token('meshctl'))];
  return `${JSON.stringify(peers, undefined, 2)}\n`;
}
