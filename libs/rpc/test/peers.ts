// Servers and clients of a test that meet over real sockets.
import { loadContracts, type ServiceContract } from '@member-mesh/contracts';
import { type Clock, systemClock } from '@member-mesh/kernel';
import { createTelemetry, type Telemetry } from '@member-mesh/telemetry';

import {
  createRpcClient,
  Health,
  isMeshError,
  type MeshError,
  type RefuseUnread,
  RpcServer,
  sha256Hex,
} from '../src/index.ts';

const contracts = loadContracts();
const TOKEN = 'a token of member-query';
const peers = { 'member-query': [sha256Hex(TOKEN)], meshctl: [sha256Hex('another')] };
const open: (() => Promise<void> | void)[] = [];

/** Ends every server and client of the test, the last one first. */
export async function closeAll(): Promise<void> {
  for (const close of open.splice(0).reverse()) await close();
}

function quietTelemetry(name: string): Promise<Telemetry> {
  return createTelemetry({ service: 'test', name, center: 'a', logLevel: 'silent' });
}

export interface ServeOptions {
  service?: 'record' | 'index' | 'flowControl';
  drainTimeoutMs?: number;
  /** 0, or absent, for a free one. */
  port?: number;
  refuseUnread?: RefuseUnread;
}

export async function serve(implementation: object, options: ServeOptions = {}) {
  const health = new Health();
  const server = new RpcServer({
    contracts,
    listen: { host: '127.0.0.1', port: options.port ?? 0 },
    peers,
    telemetry: await quietTelemetry('server'),
    health,
    clock: systemClock,
    drainTimeoutMs: options.drainTimeoutMs ?? 2_000,
    refuseUnread: options.refuseUnread,
  });
  const contract: ServiceContract = contracts.services[options.service ?? 'record'];
  server.serve(contract, implementation, { allow: ['member-query'] });
  const { port } = await server.start();
  open.push(() => server.drain());
  return { server, health, port };
}

export interface CallerOptions {
  token?: string;
  kind?: string;
  clock?: Clock;
}

export async function connect(ports: readonly number[], options: CallerOptions = {}) {
  const { token = TOKEN, kind = 'member-query', clock = systemClock } = options;
  const telemetry = await quietTelemetry('client');
  const common = {
    contracts,
    targets: ports.map((port) => ({ host: '127.0.0.1', port })),
    identity: { kind, token },
    telemetry,
    clock,
  };
  const record = createRpcClient({ ...common, service: contracts.services.record });
  const index = createRpcClient({ ...common, service: contracts.services.index });
  const health = createRpcClient({ ...common, service: contracts.services.health });
  const flow = createRpcClient({ ...common, service: contracts.services.flowControl });
  open.push(() => [record, index, health, flow].forEach((client) => client.close()));
  return { record, index, health, flow, telemetry };
}

/** What a call failed with. */
export async function failureOf(call: Promise<unknown>): Promise<MeshError> {
  const outcome = await call.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome && isMeshError(outcome.error)) return outcome.error;
  throw 'error' in outcome ? outcome.error : new Error('the call succeeded');
}
