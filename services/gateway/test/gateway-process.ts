// A gateway as a process of its own, started as the mesh starts it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePorts } from '@member-mesh/harness';

import { until } from './gateway-under-test.ts';
import { GATEWAY_TOKEN, peers } from './peers.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export interface GatewayTargets {
  memberQuery: string;
  memberWrite: string;
  flowControl: string;
}

export class GatewayProcess {
  readonly port: number;
  readonly #httpPort: number;
  readonly #directory: string;
  readonly #targets: GatewayTargets;
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(
    [port, httpPort]: readonly [number, number],
    directory: string,
    targets: GatewayTargets,
  ) {
    this.port = port;
    this.#httpPort = httpPort;
    this.#directory = directory;
    this.#targets = targets;
  }

  static async create(targets: GatewayTargets): Promise<GatewayProcess> {
    const directory = await mkdtemp(join(tmpdir(), 'mesh-gateway-'));
    await writeFile(join(directory, 'token'), GATEWAY_TOKEN);
    await writeFile(join(directory, 'peers.json'), JSON.stringify(peers));
    return new GatewayProcess(await freePorts(), directory, targets);
  }

  /** Starts the process and waits until it serves. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        MESH_NAME: 'gateway-p',
        MESH_CENTER: 'a',
        GRPC_LISTEN: `127.0.0.1:${this.port}`,
        HTTP_LISTEN: `127.0.0.1:${this.#httpPort}`,
        LOG_LEVEL: 'warn',
        MESH_TOKEN_FILE: join(this.#directory, 'token'),
        MESH_PEERS_FILE: join(this.#directory, 'peers.json'),
        MEMBER_QUERY_TARGETS: this.#targets.memberQuery,
        MEMBER_WRITE_TARGETS: this.#targets.memberWrite,
        FLOW_CONTROL_TARGETS: this.#targets.flowControl,
        DRAIN_TIMEOUT_MS: '5000',
      },
    });
    this.#child = child;
    const keep = (text: Buffer): void => void (this.#output += text.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    await until(`the gateway on port ${this.port}; it said: ${this.#output}`, async () => {
      if (child.exitCode !== null) throw new Error(`the gateway ended: ${this.#output}`);
      return (await this.healthz().catch(() => undefined))?.status === 200;
    });
  }

  healthz(): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.#httpPort}/healthz`);
  }

  /** How many reads of members this process has answered, as its metrics say. */
  async callsHandled(): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${this.#httpPort}/metrics`)).text();
    const line = /^grpc_server_handled_total\{[^}]*grpc_method="GetMember"[^}]*\} (\d+)/m.exec(
      text,
    );
    return Number(line?.[1] ?? 0);
  }

  /** Sends the signal and answers the exit code. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return null;
    const gone = once(child, 'exit');
    child.kill(signal);
    const [code] = (await gone) as [number | null];
    return code;
  }

  async close(): Promise<void> {
    await this.end('SIGKILL');
    await rm(this.#directory, { recursive: true, force: true });
  }
}
