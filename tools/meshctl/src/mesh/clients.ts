// Clients of the mesh's services, each made when a command first asks for it.
import type { Address } from '@member-mesh/config';
import { type Contracts, loadContracts, type ServiceContract } from '@member-mesh/contracts';
import { systemClock } from '@member-mesh/kernel';
import { createRpcClient, type Identity, type RpcClient } from '@member-mesh/rpc';
import { createTelemetry, type Telemetry } from '@member-mesh/telemetry';
import type { MeshctlConfig } from '../config.ts';
import { type Component, locate, readComponents, readKey } from './locate.ts';

type Services = Contracts['services'];
type ClientOf<S> = S extends ServiceContract<infer D, infer H> ? RpcClient<D, H> : never;

export type RecordClient = ClientOf<Services['record']>;

/** Sent with calls that a caller's key proves. */
export type KeyMetadata = { authorization: string };

export class MeshClients {
  readonly contracts: Contracts;
  readonly #config: MeshctlConfig;
  readonly #telemetry: Telemetry;
  readonly #open: { close: () => void }[] = [];

  private constructor(config: MeshctlConfig, telemetry: Telemetry) {
    this.#config = config;
    this.#telemetry = telemetry;
    this.contracts = loadContracts();
  }

  static async create(config: MeshctlConfig): Promise<MeshClients> {
    const names = { service: 'meshctl', name: 'meshctl', center: '' };
    // What a person reads comes from the commands; a log beside it would be noise.
    return new MeshClients(config, await createTelemetry({ ...names, logLevel: 'silent' }));
  }

  /** Reads as a caller, through the gateway. */
  memberQuery(): ClientOf<Services['memberQuery']> {
    return this.#connect(this.contracts.services.memberQuery, locate(this.#config, 'gateway'));
  }

  memberRead(): ClientOf<Services['memberRead']> {
    const targets = locate(this.#config, 'member-query');
    return this.#connect(this.contracts.services.memberRead, targets, this.#identity());
  }

  record(): ClientOf<Services['record']> {
    const targets = locate(this.#config, 'member-write');
    return this.#connect(this.contracts.services.record, targets, this.#identity());
  }

  index(): ClientOf<Services['index']> {
    const targets = locate(this.#config, 'sync-worker');
    return this.#connect(this.contracts.services.index, targets, this.#identity());
  }

  flowControl(): ClientOf<Services['flowControl']> {
    const targets = locate(this.#config, 'flow-control');
    return this.#connect(this.contracts.services.flowControl, targets);
  }

  health(address: Address): ClientOf<Services['health']> {
    return this.#connect(this.contracts.services.health, [address]);
  }

  callerKey(): KeyMetadata {
    return { authorization: `Bearer ${readKey(this.#config, 'key')}` };
  }

  operatorKey(): KeyMetadata {
    return { authorization: `Bearer ${readKey(this.#config, 'operator')}` };
  }

  components(): Component[] {
    return readComponents(this.#config);
  }

  close(): void {
    for (const client of this.#open) client.close();
  }

  #identity(): Identity {
    return { kind: 'meshctl', token: readKey(this.#config, 'token') };
  }

  #connect<D, H>(
    service: ServiceContract<D, H>,
    targets: readonly Address[],
    identity?: Identity,
  ): RpcClient<D, H> {
    const client = createRpcClient({
      contracts: this.contracts,
      service,
      targets,
      identity,
      telemetry: this.#telemetry,
      clock: systemClock,
      tls: this.#config.tls,
    });
    this.#open.push(client);
    return client;
  }
}
