// Clients of the services behind the gateway. Each traffic class has connections of its own: what
// one class has under way never stands before another's. Policy and health are asked of each
// address by itself: what one address says of them does not hold for another.
import type { Address, ClientTlsConfig } from '@member-mesh/config';
import type { Contracts, ServiceContract } from '@member-mesh/contracts';
import type { Clock } from '@member-mesh/kernel';
import { createRpcClient, type RpcClient } from '@member-mesh/rpc';
import type { Telemetry } from '@member-mesh/telemetry';

import type { TrafficClass } from '../../domain/caller.ts';
import type { Tier } from './tier-probe.ts';

export interface ClientsOptions {
  contracts: Contracts;
  telemetry: Telemetry;
  clock: Clock;
  /** The gateway's secret for calls inside the mesh. */
  token: string;
  tls: ClientTlsConfig | undefined;
  /** Addresses of each service, in the order of preference. */
  memberQueryTargets: readonly Address[];
  memberWriteTargets: readonly Address[];
  flowControlTargets: readonly Address[];
}

export type MeshClients = ReturnType<typeof createMeshClients>;

export function createMeshClients(options: ClientsOptions) {
  const { contracts, telemetry, clock, token, tls } = options;
  const { memberQueryTargets, memberWriteTargets, flowControlTargets } = options;
  const { services } = contracts;
  const common = { contracts, telemetry, clock, tls, identity: { kind: 'gateway', token } };
  const open: { close: () => void }[] = [];
  const any = <D, H>(
    service: ServiceContract<D, H>,
    targets: readonly Address[],
  ): RpcClient<D, H> => {
    const client = createRpcClient({ ...common, service, targets });
    open.push(client);
    return client;
  };
  const byClass = <D, H>(
    service: ServiceContract<D, H>,
    targets: readonly Address[],
  ): Record<TrafficClass, RpcClient<D, H>> => ({
    order: any(service, targets),
    marketing: any(service, targets),
    ops: any(service, targets),
  });
  const each = <D, H>(
    service: ServiceContract<D, H>,
    targets: readonly Address[],
  ): RpcClient<D, H>[] => targets.map((target) => any(service, [target]));
  const probed = (
    name: string,
    service: ServiceContract<unknown, unknown>,
    targets: readonly Address[],
  ): Tier => ({ name, service: service.name, clients: each(services.health, targets) });
  return {
    memberRead: byClass(services.memberRead, memberQueryTargets),
    memberQuery: byClass(services.memberQuery, memberQueryTargets),
    memberWrite: byClass(services.memberWrite, memberWriteTargets),
    flowControl: each(services.flowControl, flowControlTargets),
    tiers: [
      probed('tier:member-query', services.memberRead, memberQueryTargets),
      probed('tier:member-write', services.memberWrite, memberWriteTargets),
      probed('tier:flow-control', services.flowControl, flowControlTargets),
    ],
    close: () => open.forEach((client) => client.close()),
  };
}
