// What every service of the mesh is told in the same words: its name, its doors, its peers.
import type { Address, Environment } from './environment.ts';

export interface TlsConfig {
  certificate: Buffer;
  privateKey: Buffer;
  /** Given: clients must show a certificate of this authority. */
  clientAuthority: Buffer | undefined;
}

/** How this process calls other services of the mesh where those have TLS on. */
export interface ClientTlsConfig {
  /** The authority that the servers' certificates are checked against. */
  authority: Buffer;
  certificate: Buffer;
  privateKey: Buffer;
}

/** Which tokens (SHA-256, hex) speak for which kind of service. */
export type Peers = Readonly<Record<string, readonly string[]>>;

export interface ServiceConfig {
  name: string;
  center: 'a' | 'b';
  grpcListen: Address;
  httpListen: Address;
  logLevel: string;
  /** This process' own secret for calls inside the mesh. */
  token: string;
  peers: Peers;
  tls: TlsConfig | undefined;
  clientTls: ClientTlsConfig | undefined;
  otlpEndpoint: string | undefined;
  drainTimeoutMs: number;
}

export interface NatsConfig {
  servers: Address[];
  user: string;
  password: string;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

export function readServiceConfig(e: Environment): ServiceConfig {
  const tls = readTls(e);
  return {
    name: e.text('MESH_NAME'),
    center: e.oneOf('MESH_CENTER', ['a', 'b']),
    grpcListen: e.address('GRPC_LISTEN'),
    httpListen: e.address('HTTP_LISTEN'),
    logLevel: e.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    token: e.secretFile('MESH_TOKEN_FILE'),
    peers: e.jsonFile('MESH_PEERS_FILE', parsePeers),
    tls,
    clientTls: readClientTls(e, tls),
    otlpEndpoint: e.url('OTEL_EXPORTER_OTLP_ENDPOINT', { optional: true }),
    drainTimeoutMs: e.integer('DRAIN_TIMEOUT_MS', { min: 0, max: 600_000, default: 10_000 }),
  };
}

export function readNatsConfig(e: Environment): NatsConfig {
  return {
    servers: e.addresses('NATS_URLS'),
    user: e.text('NATS_USER'),
    password: e.secretFile('NATS_PASSWORD_FILE'),
  };
}

function readTls(e: Environment): TlsConfig | undefined {
  const certificate = e.file('GRPC_TLS_CERT_FILE', { optional: true });
  const privateKey = e.file('GRPC_TLS_KEY_FILE', { optional: true });
  const clientAuthority = e.file('GRPC_TLS_CLIENT_CA_FILE', { optional: true });
  if (certificate && privateKey) return { certificate, privateKey, clientAuthority };
  if (certificate || privateKey || clientAuthority) {
    e.problems.push('GRPC_TLS_CERT_FILE and GRPC_TLS_KEY_FILE must be given together');
  }
  return undefined;
}

function readClientTls(e: Environment, tls: TlsConfig | undefined): ClientTlsConfig | undefined {
  const authority = e.file('MESH_TLS_CA_FILE', { optional: true });
  if (!authority) return undefined;
  if (tls) return { authority, certificate: tls.certificate, privateKey: tls.privateKey };
  e.problems.push('MESH_TLS_CA_FILE needs GRPC_TLS_CERT_FILE and GRPC_TLS_KEY_FILE beside it');
  return undefined;
}

function parsePeers(value: unknown): Peers {
  if (typeof value !== 'object' || value === null) throw new Error('not an object');
  const peers: Record<string, string[]> = {};
  for (const [kind, hashes] of Object.entries(value)) {
    if (!Array.isArray(hashes) || !hashes.every((h) => /^[0-9a-f]{64}$/.test(String(h)))) {
      throw new Error(`${kind}: not a list of SHA-256 in hex`);
    }
    peers[kind] = hashes.map(String);
  }
  return peers;
}
