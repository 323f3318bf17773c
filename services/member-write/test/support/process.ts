// A real process of member-write, with a client for each of its services.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Contracts, Services } from '@member-mesh/contracts';
import { freePorts, type Stores, type TestProcess } from '@member-mesh/harness';
import { sleep, systemClock } from '@member-mesh/kernel';
import { createRpcClient, type Identity, type RpcClient } from '@member-mesh/rpc';
import { createTelemetry } from '@member-mesh/telemetry';

type ClientOf<K extends keyof Services> = RpcClient<
  NonNullable<Services[K]['types']>['definition'],
  NonNullable<Services[K]['types']>['handlers']
>;

export interface ProcessOptions {
  contracts: Contracts;
  /** What the process runs on and ends with. */
  stores: Stores;
  name: string;
  directory: string;
  environment: Readonly<Record<string, string>>;
  gateway: Identity;
  operator: Identity;
}

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const START_TIMEOUT_MS = 120_000;
const LAST_WORDS_LENGTH = 2_000;

export class WriteProcess {
  readonly write: ClientOf<'memberWrite'>;
  readonly record: ClientOf<'record'>;
  readonly httpPort: number;
  readonly #child: TestProcess;
  readonly #ended: Promise<unknown>;
  #lastWords = '';

  private constructor(
    child: TestProcess,
    httpPort: number,
    clients: { write: ClientOf<'memberWrite'>; record: ClientOf<'record'> },
  ) {
    this.#child = child;
    const hear = (words: Buffer): void => {
      this.#lastWords = `${this.#lastWords}${words.toString()}`.slice(-LAST_WORDS_LENGTH);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    this.#ended = once(child, 'exit');
    this.httpPort = httpPort;
    this.write = clients.write;
    this.record = clients.record;
  }

  /** Resolves when the process is SERVING. */
  static async start(options: ProcessOptions): Promise<WriteProcess> {
    const { contracts, stores, name, directory, environment, gateway, operator } = options;
    const [grpcPort, httpPort] = await freePorts();
    const child = stores.startProcess(MAIN, {
      ...environment,
      MESH_NAME: name,
      GRPC_LISTEN: `127.0.0.1:${grpcPort}`,
      HTTP_LISTEN: `127.0.0.1:${httpPort}`,
    });
    const log = createWriteStream(join(directory, `${name}.log`), { flags: 'a' });
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    const telemetry = await createTelemetry({
      ...{ service: 'test', name: 'test', center: 'a', logLevel: 'silent' },
    });
    const targets = [{ host: '127.0.0.1', port: grpcPort }];
    const ground = { contracts, telemetry, clock: systemClock, targets };
    const started = new WriteProcess(child, httpPort, {
      write: createRpcClient({
        ...ground,
        service: contracts.services.memberWrite,
        identity: gateway,
      }),
      record: createRpcClient({
        ...ground,
        service: contracts.services.record,
        identity: operator,
      }),
    });
    try {
      await started.#untilServing();
    } catch (error) {
      started.signal('SIGKILL');
      await started.ended();
      throw error;
    }
    return started;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Resolves with the signal that ended the process, or its exit code. */
  async ended(): Promise<string | number | null> {
    await this.#ended;
    this.write.close();
    this.record.close();
    return this.#child.signalCode ?? this.#child.exitCode;
  }

  async end(): Promise<string | number | null> {
    this.signal('SIGTERM');
    return await this.ended();
  }

  async metric(pattern: RegExp): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${this.httpPort}/metrics`);
    const line = (await response.text()).split('\n').find((each) => pattern.test(each));
    return Number(line?.split(' ').at(-1) ?? 0);
  }

  async #untilServing(): Promise<void> {
    const deadlineMs = systemClock.monotonicMs() + START_TIMEOUT_MS;
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${this.httpPort}/healthz`).catch(
        () => undefined,
      );
      if (response?.status === 200) return;
      const text = await response?.text();
      if (systemClock.monotonicMs() > deadlineMs || this.#child.exitCode !== null) {
        const { exitCode, signalCode } = this.#child;
        const told = `exit ${exitCode ?? signalCode ?? 'none'}, health ${text ?? 'no answer'}`;
        throw new Error(`member-write does not serve (${told}):\n${this.#lastWords}`);
      }
      await sleep(50);
    }
  }
}
