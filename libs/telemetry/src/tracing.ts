// Trace context through gRPC and NATS. With an OTLP endpoint spans are recorded and sent; without
// one nothing is recorded and an incoming traceparent is handed on as it came.
import { AsyncLocalStorage } from 'node:async_hooks';

import {
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';

/** Text headers that carry a trace, such as `traceparent`. */
export type Carrier = Readonly<Record<string, string>>;

export interface Tracing {
  /** Whether spans are recorded. */
  readonly enabled: boolean;
  /** The headers to send with a call or message made now. */
  inject(): Record<string, string>;
  /** Runs `operation` as part of the trace in `carrier`, as a span where tracing is on. */
  run<T>(carrier: Carrier, span: SpanDescription, operation: () => Promise<T>): Promise<T>;
  /** Sends what is recorded; then nothing more is. */
  close(): Promise<void>;
}

export interface SpanDescription {
  name: string;
  kind: 'server' | 'client' | 'producer' | 'consumer' | 'internal';
  attributes?: Record<string, string | number>;
}

const TRACE_HEADERS = ['traceparent', 'tracestate'];

/** Hands the trace headers of a call on to the calls made for it. Nothing is recorded. */
export function createPassingTracing(): Tracing {
  const headers = new AsyncLocalStorage<Record<string, string>>();
  return {
    enabled: false,
    inject: () => headers.getStore() ?? {},
    run: (carrier, _span, operation) => {
      if (carrier.traceparent === undefined) return operation();
      const kept = TRACE_HEADERS.flatMap((name) => {
        const value = carrier[name];
        return value === undefined ? [] : [[name, value] as const];
      });
      return headers.run(Object.fromEntries(kept), operation);
    },
    close: () => Promise.resolve(),
  };
}

const SPAN_KINDS: Record<SpanDescription['kind'], SpanKind> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
};

export interface RecordingOptions {
  tracer: Tracer;
  shutdown: () => Promise<void>;
}

/** Records spans with `tracer`. The process' context manager and propagator must be set. */
export function createRecordingTracing({ tracer, shutdown }: RecordingOptions): Tracing {
  return {
    enabled: true,
    inject: () => {
      const carrier: Record<string, string> = {};
      propagation.inject(context.active(), carrier);
      return carrier;
    },
    run: (carrier, { name, kind, attributes = {} }, operation) => {
      const parent = propagation.extract(context.active(), carrier);
      const span = tracer.startSpan(name, { kind: SPAN_KINDS[kind], attributes }, parent);
      return context.with(trace.setSpan(parent, span), () => recorded(span, operation));
    },
    close: shutdown,
  };
}

async function recorded<T>(span: Span, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
    throw error;
  } finally {
    span.end();
  }
}
