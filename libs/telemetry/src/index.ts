// Telemetry of a process: logs, metrics, traces.
export { createLogger, flushLogger, type Logger } from './logger.ts';
export {
  Counter,
  createMetrics,
  Gauge,
  Histogram,
  LATENCY_BUCKETS_S,
  Registry,
} from './metrics.ts';
export { createTelemetry, type Telemetry, type TelemetryOptions } from './telemetry.ts';
export {
  type Carrier,
  createPassingTracing,
  type SpanDescription,
  type Tracing,
} from './tracing.ts';
