/**
 * Calls the running mesh over gRPC, as a caller does: flow-control with the operator's key,
 * gateways with a caller's.
 */
import type { ClientTlsConfig } from '@member-mesh/config';
import { loadContracts } from '@member-mesh/contracts';
import type { Contracts, ServiceContract } from '@member-mesh/contracts';
import { systemClock } from '@member-mesh/kernel';
import { createRpcClient } from '@member-mesh/rpc';
import type { RpcClient } from '@member-mesh/rpc';
import { createTelemetry } from '@member-mesh/telemetry';
import type { Telemetry } from '@member-mesh/telemetry';

export interface MeshCalls {
  readonly contracts: Contracts;
  readonly telemetry: Telemetry;
  /** Where the mesh's services have TLS on. */
  readonly tls: ClientTlsConfig | undefined;
}

/** What every client needs; made once a command. */
export async function prepareCalls(tls: ClientTlsConfig | undefined): Promise<MeshCalls> {
  return {
    tls,
    contracts: loadContracts(),
    telemetry: await createTelemetry({
      service: 'launcher',
      name: 'launcher',
      center: '',
      logLevel: 'silent',
    }),
  };
}

/** A client of one service at these addresses (host:port). */
export function clientOf<D, H>(
  calls: MeshCalls,
  service: ServiceContract<D, H>,
  addresses: readonly string[],
): RpcClient<D, H> {
  const targets = addresses.map((address) => {
    const colon = address.lastIndexOf(':');
    return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
  });
  return createRpcClient({ ...calls, service, targets, clock: systemClock });
}

export function bearer(key: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${key}` };
}
