// The OpenTelemetry SDK: spans in batches over OTLP/HTTP. Loaded only when an endpoint is
// configured.
import { context, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

import { createRecordingTracing, type Tracing } from './tracing.ts';

export interface OtlpOptions {
  service: string;
  name: string;
  /** Base URL, such as http://127.0.0.1:4318. */
  otlpEndpoint: string;
}

export function startOtlpTracing({ service, name, otlpEndpoint }: OtlpOptions): Tracing {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const exporter = new OTLPTraceExporter({ url: new URL('/v1/traces', otlpEndpoint).href });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.instance.id': name }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('member-mesh');
  return createRecordingTracing({ tracer, shutdown: () => provider.shutdown() });
}
