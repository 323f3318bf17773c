// What a process tells of itself: logs, metrics and, where wanted, traces.
import { createLogger, type Logger } from './logger.ts';
import { createMetrics, type Registry } from './metrics.ts';
import { createPassingTracing, type Tracing } from './tracing.ts';

export interface Telemetry {
  logger: Logger;
  metrics: Registry;
  tracing: Tracing;
}

export interface TelemetryOptions {
  service: string;
  name: string;
  center: string;
  logLevel: string;
  /** Where spans go; tracing is off without it. */
  otlpEndpoint?: string | undefined;
}

export async function createTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const { service, name, center, logLevel, otlpEndpoint } = options;
  return {
    logger: createLogger({ service, name, center, level: logLevel }),
    metrics: createMetrics({ service, name, center }),
    tracing:
      otlpEndpoint === undefined
        ? createPassingTracing()
        : await startRecording({ service, name, otlpEndpoint }),
  };
}

async function startRecording(options: {
  service: string;
  name: string;
  otlpEndpoint: string;
}): Promise<Tracing> {
  // Loaded only where tracing is on: the SDK costs memory and start-up time.
  const { startOtlpTracing } = await import('./otlp.ts');
  return startOtlpTracing(options);
}
