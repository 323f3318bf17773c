// The life of a service process: configuration, composition, start, and an end that fails no call.
import { flushCompileCache } from 'node:module';
import type { AddressInfo } from 'node:net';

import { type Environment, readConfig, type ServiceConfig } from '@member-mesh/config';
import { type Contracts, loadContracts } from '@member-mesh/contracts';
import type { FaultControl } from '@member-mesh/faults';
import { Health, type RpcServer } from '@member-mesh/rpc';
import { createTelemetry, flushLogger, type Logger, type Telemetry } from '@member-mesh/telemetry';

import { openHttpDoor } from './http-door.ts';

const LOGS_MS_MAX = 1_000;

export interface Ground {
  contracts: Contracts;
  telemetry: Telemetry;
  health: Health;
}

export interface Composition {
  server: RpcServer;
  /**
   * Begins background work. The server listens once this has resolved: what calls need at once
   * should be there then, as far as waiting a moment for it helps.
   */
  start?: () => Promise<void>;
  /** Ends what `start` began and lets go of every store. Called after the server has drained. */
  close: () => Promise<void>;
  /** Where faults are on: opens /faults beside /metrics. */
  faults?: FaultControl | undefined;
}

export interface ServiceDescription<C extends { service: ServiceConfig }> {
  service: string;
  readConfig: (environment: Environment) => C;
  compose: (config: C, ground: Ground) => Promise<Composition> | Composition;
}

/**
 * Runs until SIGTERM or SIGINT; then drains and exits 0. A bad configuration exits 2, a failed
 * start 1.
 */
export async function runService<C extends { service: ServiceConfig }>(
  description: ServiceDescription<C>,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const config = readConfigOrExit(description, variables);
  const { name, center, logLevel, otlpEndpoint, httpListen } = config.service;
  const { service } = description;
  const telemetry = await createTelemetry({ service, name, center, logLevel, otlpEndpoint });
  const { logger } = telemetry;
  const health = new Health();
  try {
    const composition = await description.compose(config, {
      contracts: loadContracts(),
      telemetry,
      health,
    });
    await composition.start?.();
    const { port } = await composition.server.start();
    const { metrics } = telemetry;
    const { faults } = composition;
    const door = await openHttpDoor({ listen: httpListen, health, metrics, faults });
    endOnSignal(async () => {
      await composition.server.drain();
      await composition.close();
      await new Promise((resolve) => door.close(resolve).closeAllConnections());
      await telemetry.tracing.close();
    }, telemetry);
    const { port: httpPort } = door.address() as AddressInfo;
    logger.info({ event: 'started', port, httpPort }, `${name} listens on port ${port}`);
    // Now, not at the exit: who is killed does not come to that.
    flushCompileCache();
  } catch (error) {
    logger.fatal({ event: 'start-failed', err: error }, 'the service cannot start');
    await exitAfterLogs(logger, 1);
  }
}

function readConfigOrExit<C extends { service: ServiceConfig }>(
  { service, readConfig: build }: ServiceDescription<C>,
  variables: Readonly<Record<string, string | undefined>>,
): C {
  try {
    return readConfig(variables, build);
  } catch (error) {
    process.stderr.write(`${service} does not start: ${(error as Error).message}\n`);
    process.exit(2);
  }
}

function endOnSignal(end: () => Promise<void>, { logger }: Telemetry): void {
  let ending = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (ending) return;
    ending = true;
    logger.info({ event: 'draining', signal }, 'draining');
    void end()
      .then(
        () => {
          logger.info({ event: 'stopped' }, 'stopped');
          return 0;
        },
        (error: unknown) => {
          logger.error({ event: 'stop-failed', err: error }, 'the end was not clean');
          return 1;
        },
      )
      .then((code) => exitAfterLogs(logger, code));
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** Whoever reads the logs may hang: the exit waits for them, but not for ever. */
async function exitAfterLogs(logger: Logger, code: number): Promise<never> {
  setTimeout(() => process.exit(code), LOGS_MS_MAX);
  await flushLogger(logger);
  process.exit(code);
}
