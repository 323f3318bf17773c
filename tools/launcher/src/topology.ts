/**
 * Which components a mesh has, by name; everything else (ports, files, environment) follows from
 * this list.
 */

export type Center = 'a' | 'b';
export type ElasticCluster = 'order-a' | 'order-b' | 'marketing';
export type ServiceKind =
  'gateway' | 'member-query' | 'member-write' | 'sync-worker' | 'flow-control';
export type StoreKind = 'elasticsearch' | 'redis' | 'mysql' | 'nats';
export type Kind = ServiceKind | StoreKind;

export const centers: readonly Center[] = ['a', 'b'];
export const elasticClusters: readonly ElasticCluster[] = ['order-a', 'order-b', 'marketing'];
export const serviceKinds: readonly ServiceKind[] = [
  'flow-control',
  'member-query',
  'member-write',
  'sync-worker',
  'gateway',
];

export interface ElasticComponent {
  readonly kind: 'elasticsearch';
  readonly name: string;
  /** Empty for the cluster that belongs to no center. */
  readonly center: Center | '';
  readonly cluster: ElasticCluster;
}

export interface RedisComponent {
  readonly kind: 'redis';
  readonly name: string;
  readonly center: Center;
}

export interface MysqlComponent {
  readonly kind: 'mysql';
  readonly name: string;
  readonly center: Center;
  readonly group: number;
  /** Unique over the whole mesh: replication tells servers apart by it. */
  readonly serverId: number;
  readonly role: 'primary' | 'replica';
  /** Whether the primary's commits wait for this replica (only the other center's do that). */
  readonly acknowledges: boolean;
}

export interface NatsComponent {
  readonly kind: 'nats';
  readonly name: string;
  readonly center: '';
}

export interface ServiceComponent {
  readonly kind: ServiceKind;
  readonly name: string;
  readonly center: Center;
}

export type StoreComponent = ElasticComponent | RedisComponent | MysqlComponent | NatsComponent;
export type Component = StoreComponent | ServiceComponent;

/** Which parts of the full topology to have. */
export interface Selection {
  readonly elastic: readonly ElasticCluster[];
  /** Masters in each center's cluster; 0 for no Redis. */
  readonly redisPerCenter: 0 | 1 | 3;
  /** 'primaries' are lone writable servers; 'replicated' adds three replicas to each. */
  readonly mysql: 'none' | 'primaries' | 'replicated';
  readonly mysqlGroups: number;
  readonly nats: boolean;
  readonly services: readonly ServiceKind[];
  /** Centers in which the services run. */
  readonly serviceCenters: readonly Center[];
}

export type Profile = 'full' | 'small';

export const nothing: Selection = {
  elastic: [],
  redisPerCenter: 0,
  mysql: 'none',
  mysqlGroups: 2,
  nats: false,
  services: [],
  serviceCenters: centers,
};

export const profiles: Readonly<Record<Profile, Selection>> = {
  full: {
    elastic: elasticClusters,
    redisPerCenter: 3,
    mysql: 'replicated',
    mysqlGroups: 2,
    nats: true,
    services: serviceKinds,
    serviceCenters: centers,
  },
  small: {
    elastic: ['order-a'],
    redisPerCenter: 1,
    mysql: 'primaries',
    mysqlGroups: 2,
    nats: true,
    services: serviceKinds,
    serviceCenters: ['a'],
  },
};

/** What `--profile small` gives up, told by `up` and `status`. */
export const smallProfileNote =
  'profile small: one Elasticsearch cluster (order-a), one Redis node a center, MySQL groups without ' +
  'replicas (an acknowledged write is on one server only), services in center a only';

const elasticCenter: Readonly<Record<ElasticCluster, Center | ''>> = {
  'order-a': 'a',
  'order-b': 'b',
  marketing: '',
};

const mysqlNodes = [
  { suffix: 'a1', center: 'a', role: 'primary', acknowledges: false },
  { suffix: 'a2', center: 'a', role: 'replica', acknowledges: false },
  { suffix: 'b1', center: 'b', role: 'replica', acknowledges: true },
  { suffix: 'b2', center: 'b', role: 'replica', acknowledges: true },
] as const;

function mysqlComponents(selection: Selection): MysqlComponent[] {
  if (selection.mysql === 'none') return [];
  const nodes = selection.mysql === 'primaries' ? mysqlNodes.slice(0, 1) : mysqlNodes;
  return Array.from({ length: selection.mysqlGroups }, (_, group) =>
    nodes.map((node, index) => ({
      kind: 'mysql' as const,
      name: `mysql-${group}-${node.suffix}`,
      center: node.center,
      group,
      serverId: (group + 1) * 100 + index + 1,
      role: node.role,
      acknowledges: node.acknowledges,
    })),
  ).flat();
}

function redisComponents(perCenter: number): RedisComponent[] {
  return centers.flatMap((center) =>
    Array.from({ length: perCenter }, (_, index) => ({
      kind: 'redis' as const,
      name: `redis-${center}-${index + 1}`,
      center,
    })),
  );
}

/** The components of a selection, slowest to start first. */
export function componentsOf(selection: Selection): Component[] {
  const elastic = selection.elastic.map((cluster) => ({
    kind: 'elasticsearch' as const,
    name: `es-${cluster}`,
    center: elasticCenter[cluster],
    cluster,
  }));
  const services = selection.services.flatMap((kind) =>
    selection.serviceCenters.map((center) => ({ kind, name: `${kind}-${center}`, center })),
  );
  const nats = selection.nats ? [{ kind: 'nats', name: 'nats-1', center: '' } as const] : [];
  return [
    ...elastic,
    ...mysqlComponents(selection),
    ...redisComponents(selection.redisPerCenter),
    ...nats,
    ...services,
  ];
}

/** Names of the ports of each kind; the first one is the component's address. */
export const portNames: Readonly<Record<Kind, readonly string[]>> = {
  elasticsearch: ['http', 'transport'],
  redis: ['client', 'bus'],
  mysql: ['client'],
  nats: ['client', 'monitor'],
  gateway: ['grpc', 'http'],
  'member-query': ['grpc', 'http'],
  'member-write': ['grpc', 'http'],
  'sync-worker': ['grpc', 'http'],
  'flow-control': ['grpc', 'http'],
};

export function isService(component: Component): component is ServiceComponent {
  return (serviceKinds as readonly string[]).includes(component.kind);
}

export function isMysql(component: Component): component is MysqlComponent {
  return component.kind === 'mysql';
}

export function isRedis(component: Component): component is RedisComponent {
  return component.kind === 'redis';
}
