// A gateway in this process, as main.ts composes it, and a client for its callers.
import type { Address, TlsConfig } from '@member-mesh/config';
import { systemClock } from '@member-mesh/kernel';
import { createRpcClient, Health, isMeshError, type MeshError } from '@member-mesh/rpc';

import { compose } from '../src/compose.ts';
import type { GatewayConfig } from '../src/config.ts';
import { contracts, GATEWAY_TOKEN, peers, quietTelemetry } from './peers.ts';

export { until } from '@member-mesh/harness';

const local = (ports: readonly number[]): Address[] =>
  ports.map((port) => ({ host: '127.0.0.1', port }));

export interface Behind {
  memberQuery: readonly number[];
  memberWrite: readonly number[];
  flowControl: readonly number[];
}

export async function startGateway(
  behind: Behind,
  overrides: Partial<GatewayConfig> & { tls?: TlsConfig } = {},
) {
  const { tls, ...rest } = overrides;
  const config: GatewayConfig = {
    service: {
      name: 'gateway-t',
      center: 'a',
      grpcListen: { host: '127.0.0.1', port: 0 },
      httpListen: { host: '127.0.0.1', port: 0 },
      logLevel: 'silent',
      token: GATEWAY_TOKEN,
      peers,
      tls,
      clientTls: undefined,
      otlpEndpoint: undefined,
      drainTimeoutMs: 2_000,
    },
    memberQueryTargets: local(behind.memberQuery),
    memberWriteTargets: local(behind.memberWrite),
    flowControlTargets: local(behind.flowControl),
    defaultTimeoutMs: 2_000,
    timeoutMaxMs: 10_000,
    readHedgeAfterMs: 100,
    authoritativeHedgeAfterMs: 300,
    readBatchesMax: 16,
    readsWaitingMax: 1_000,
    probeIntervalMs: 50,
    ...rest,
  };
  const health = new Health();
  const telemetry = await quietTelemetry('gateway-t');
  const { server, start, close } = compose(config, { contracts, telemetry, health });
  const { port } = await server.start();
  const started = start?.();
  return {
    port,
    health,
    close: async () => {
      await started;
      await server.drain();
      await close();
    },
  };
}

export async function connectCaller(ports: readonly number[]) {
  const telemetry = await quietTelemetry('caller');
  const common = { contracts, telemetry, clock: systemClock, targets: local(ports) };
  const { memberQuery, memberWrite, health } = contracts.services;
  const query = createRpcClient({ ...common, service: memberQuery });
  const write = createRpcClient({ ...common, service: memberWrite });
  const probes = createRpcClient({ ...common, service: health });
  const clients = [query, write, probes];
  return { query, write, probes, close: () => clients.forEach((client) => client.close()) };
}

/** Options of a call with a key. */
export function withKey(key: string | undefined, timeoutMs = 10_000) {
  const metadata = key === undefined ? {} : { authorization: `Bearer ${key}` };
  return { timeoutMs, metadata };
}

/** What a call failed with. */
export async function failureOf(call: Promise<unknown>): Promise<MeshError> {
  try {
    await call;
  } catch (error) {
    if (isMeshError(error)) return error;
    throw error;
  }
  throw new Error('the call succeeded');
}
