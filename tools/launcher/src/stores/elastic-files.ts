/** The configuration files of one Elasticsearch node, as text; no file is touched here. */
import { pbkdf2Sync } from 'node:crypto';
import type { Random } from '@member-mesh/kernel';
import type { ElasticCluster } from '../topology.ts';

export const heapMiB = 384;

export interface ElasticNode {
  readonly name: string;
  readonly cluster: ElasticCluster;
  /** The address to listen on. */
  readonly host: string;
  readonly httpPort: number;
  readonly transportPort: number;
  readonly data: string;
  readonly logs: string;
  /** Processor cores that its thread pools reckon with; several nodes share one machine. */
  readonly processors: number;
  /** Settings beside and instead of the usual ones, by their full names. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * The share of a machine's cores that each of its nodes reckons with: together no more than there
 * are, though no node works with less than one. Thread pools follow from it: for searches,
 * cores * 3 / 2 + 1.
 */
export function processorsOf(cores: number, nodes: number): number {
  return Math.max(1, Math.floor(cores / Math.max(1, nodes)));
}

export function elasticYml(node: ElasticNode): string {
  const settings: Record<string, string | number | boolean> = {
    'cluster.name': JSON.stringify(node.cluster),
    'node.name': JSON.stringify(node.name),
    'node.processors': node.processors,
    'path.data': JSON.stringify(node.data),
    'path.logs': JSON.stringify(node.logs),
    'network.host': node.host,
    'http.port': node.httpPort,
    'transport.port': node.transportPort,
    'discovery.type': 'single-node',
    'action.auto_create_index': false,
    'action.destructive_requires_name': true,
    // Shares of a disk mean nothing where everything else on the machine fills it as well.
    'cluster.routing.allocation.disk.watermark.low': '2gb',
    'cluster.routing.allocation.disk.watermark.high': '1gb',
    'cluster.routing.allocation.disk.watermark.flood_stage': '512mb',
    'xpack.security.enabled': true,
    'xpack.security.autoconfiguration.enabled': false,
    'xpack.security.enrollment.enabled': false,
    'xpack.security.http.ssl.enabled': false,
    'xpack.security.transport.ssl.enabled': false,
    'xpack.security.authc.realms.file.file1.order': 0,
    'xpack.security.authc.realms.native.native1.order': 1,
    'xpack.security.authc.realms.native.native1.enabled': false,
    ...node.settings,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/** A placeholder that Elasticsearch fills in from its own environment. */
function placeholder(name: string): string {
  return `\${${name}}`;
}

/**
 * For servers that share a small machine and live for minutes or hours: the serial collector suits
 * a small heap, and the optimizing compiler would take more time from the others than it gives
 * back.
 */
export function jvmOptions(logs: string): string {
  return [
    `-Xms${heapMiB}m`,
    `-Xmx${heapMiB}m`,
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:-AlwaysPreTouch',
    `-Djava.io.tmpdir=${placeholder('ES_TMPDIR')}`,
    '-XX:+ExitOnOutOfMemoryError',
    `-XX:ErrorFile=${logs}/hs_err_pid%p.log`,
    '-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1',
    '',
  ].join('\n');
}

/** Writes to one file that `./mesh logs` shows; a server in the background has no other output. */
export function log4jProperties(name: string): string {
  return [
    'status = error',
    'appender.file.type = File',
    'appender.file.name = file',
    `appender.file.fileName = ${placeholder('sys:es.logs.base_path')}/${name}.log`,
    'appender.file.append = true',
    'appender.file.layout.type = PatternLayout',
    'appender.file.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] [%node_name]%marker %m%n',
    'rootLogger.level = info',
    'rootLogger.appenderRef.file.ref = file',
    '',
  ].join('\n');
}

/** Rights of each user: readers read, the writer of the indices manages those and no others. */
export const rolesYml = `mesh_admin:
  cluster: ["all"]
  indices:
    - names: ["*"]
      privileges: ["all"]
member_query:
  cluster: ["cluster:monitor/health", "cluster:monitor/nodes/stats"]
  indices:
    - names: ["member*", "account*"]
      privileges: ["read", "view_index_metadata", "monitor"]
sync_worker:
  cluster: ["monitor"]
  indices:
    - names: ["member*", "account*", "mesh-canary*"]
      privileges: ["manage", "read", "write"]
`;

const iterations = 10_000;
const keyBytes = 32;

/** Elasticsearch's own form of a password hash (PBKDF2 with HMAC-SHA-512, base64). */
export function passwordHash(password: string, random: Random): string {
  const salt = random.bytes(keyBytes);
  const hash = pbkdf2Sync(password, salt, iterations, keyBytes, 'sha512');
  return `{PBKDF2}${iterations}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** The file realm's `users` file. */
export function usersFile(hashes: Readonly<Record<string, string>>): string {
  return Object.entries(hashes)
    .map(([user, hash]) => `${user}:${hash}\n`)
    .join('');
}

/** The file realm's `users_roles` file: every user has the role of its own name. */
export function usersRolesFile(users: readonly string[]): string {
  return users.map((user) => `${user}:${user}\n`).join('');
}
