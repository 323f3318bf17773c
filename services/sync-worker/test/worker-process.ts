// The service as a process of its own, so that a test can kill it as a machine would.
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { ServiceContract } from '@member-mesh/contracts';
import { freePorts, type Stores, type TestProcess, until } from '@member-mesh/harness';
import { systemClock } from '@member-mesh/kernel';
import { createRpcClient, sha256Hex, type RpcClient } from '@member-mesh/rpc';
import { createTelemetry } from '@member-mesh/telemetry';

import { contracts, workerToken } from './record-peer.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const OPERATOR_TOKEN = 'the token of meshctl';

type ClientOf<C> = C extends ServiceContract<infer D, infer H> ? RpcClient<D, H> : never;
export type IndexClient = ClientOf<typeof contracts.services.index>;

export interface WorkerOptions {
  name: string;
  /** What the stores' part of the environment contract says. */
  stores: Readonly<Record<string, string>>;
  startProcess: Stores['startProcess'];
  recordTarget: string;
  extra?: Readonly<Record<string, string>> | undefined;
}

export class WorkerProcess {
  readonly #options: WorkerOptions;
  #child: TestProcess | undefined;
  #folder = '';
  #httpPort = 0;
  #log = '';
  client!: IndexClient;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** Starts the process and resolves when its door is open. */
  async start(): Promise<void> {
    const { name, stores, startProcess, recordTarget, extra } = this.#options;
    this.#folder = await mkdtemp(join(tmpdir(), 'mesh-sync-worker-'));
    const [grpcPort, httpPort] = await freePorts();
    this.#httpPort = httpPort;
    const tokenFile = join(this.#folder, 'token');
    const peersFile = join(this.#folder, 'peers.json');
    await writeFile(tokenFile, workerToken);
    await writeFile(peersFile, JSON.stringify({ meshctl: [sha256Hex(OPERATOR_TOKEN)] }));
    const child = startProcess(MAIN, {
      ...stores,
      MESH_NAME: name,
      MESH_CENTER: 'a',
      GRPC_LISTEN: `127.0.0.1:${grpcPort}`,
      HTTP_LISTEN: `127.0.0.1:${httpPort}`,
      MESH_TOKEN_FILE: tokenFile,
      MESH_PEERS_FILE: peersFile,
      MEMBER_WRITE_TARGETS: recordTarget,
      DRAIN_TIMEOUT_MS: '2000',
      ...extra,
    });
    this.#child = child;
    const collect = (chunk: Buffer): void => {
      this.#log += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    await this.#openClient(grpcPort);
    await until(`${name} to listen`, async () => {
      if (child.exitCode !== null) throw new Error(`${name} ended: ${this.#log}`);
      return (await this.health()) !== undefined;
    });
  }

  async #openClient(port: number): Promise<void> {
    const telemetry = await createTelemetry({
      ...{ service: 'test', name: 'test', center: 'a', logLevel: 'silent' },
    });
    this.client = createRpcClient({
      ...{ contracts, telemetry, clock: systemClock, service: contracts.services.index },
      targets: [{ host: '127.0.0.1', port }],
      identity: { kind: 'meshctl', token: OPERATOR_TOKEN },
    });
  }

  get log(): string {
    return this.#log;
  }

  /** What /healthz says; undefined while there is no answer. */
  async health(): Promise<Record<string, string> | undefined> {
    try {
      const response = await fetch(`http://127.0.0.1:${this.#httpPort}/healthz`);
      return (await response.json()) as Record<string, string>;
    } catch {
      return undefined;
    }
  }

  /** The value of a metric for a cluster; undefined when there is none. */
  async metric(name: string, cluster: string): Promise<number | undefined> {
    const response = await fetch(`http://127.0.0.1:${this.#httpPort}/metrics`);
    const line = (await response.text())
      .split('\n')
      .find((text) => text.startsWith(`${name}{`) && text.includes(`cluster="${cluster}"`));
    return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
  }

  /** Ends the process and answers its exit code. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return null;
    this.client.close();
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    }
    await rm(this.#folder, { recursive: true, force: true });
    return child.exitCode;
  }
}
