// A server of the mesh with whatever a test serves, on a free loopback port.
import { loadContracts, type ServiceContract, type Services } from '@member-mesh/contracts';
import { systemClock } from '@member-mesh/kernel';
import { createTelemetry } from '@member-mesh/telemetry';

import { Health, RpcServer, type ServerLimits, sha256Hex } from '../src/index.ts';

export const contracts = loadContracts();
const TOKEN = 'a token of member-query';
/** What proves that a call comes from member-query. */
export const PROOF = { 'x-mesh-kind': 'member-query', 'x-mesh-token': TOKEN };

const peers = { 'member-query': [sha256Hex(TOKEN)] };

export interface SmallServer {
  server: RpcServer;
  health: Health;
  port: number;
  /** How often each reason was refused before a handler. */
  refused(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export async function startSmallServer(
  implementations: { [K in keyof Services]?: object },
  { port: given = 0, ...limits }: Partial<ServerLimits> & { port?: number } = {},
): Promise<SmallServer> {
  const telemetry = await createTelemetry({
    ...{ service: 'test', name: 'test', center: 'a', logLevel: 'silent' },
  });
  const health = new Health();
  const server = new RpcServer({
    ...{ contracts, peers, telemetry, health, clock: systemClock, limits },
    listen: { host: '127.0.0.1', port: given },
    drainTimeoutMs: 200,
  });
  for (const [name, implementation] of Object.entries(implementations)) {
    const contract: ServiceContract = contracts.services[name as keyof Services];
    server.serve(contract, implementation, { allow: ['member-query'] });
  }
  const { port } = await server.start();
  const refused = async (): Promise<Record<string, number>> => {
    const metric = await telemetry.metrics.getSingleMetric('grpc_server_refused_total')?.get();
    const values = metric?.values ?? [];
    return Object.fromEntries(values.map(({ labels, value }) => [labels.reason, value]));
  };
  return { server, health, port, refused, close: () => server.drain() };
}
