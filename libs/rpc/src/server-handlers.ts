// A handler in the form that grpc-js calls: authenticated, traced and measured, its request known
// to be well-formed, whatever it throws an error with details.
import {
  type MethodDefinition,
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerUnaryCall,
  status,
  type UntypedHandleCall,
} from '@grpc/grpc-js';
import type { Clock } from '@member-mesh/kernel';
import type { Telemetry } from '@member-mesh/telemetry';

import { tooManyCalls } from './door-refusals.ts';
import type { ErrorCodec } from './error-codec.ts';
import { type AnyHandler, methodKind } from './implementation.ts';
import { isMeshError, MeshError } from './mesh-error.ts';
import { pump } from './pump.ts';
import { allWellFormed, wellFormed } from './request-reader.ts';
import { methodLabels, type RpcMetrics } from './rpc-metrics.ts';
import type { Authenticate } from './server-access.ts';
import { ServerCall } from './server-call.ts';
import type { ServerLimits } from './server-limits.ts';

type AnyCall = ServerUnaryCall<unknown, unknown> & ServerDuplexStream<unknown, unknown>;
export type AnyMethod = MethodDefinition<unknown, unknown>;

export interface Serving {
  errors: ErrorCodec;
  metrics: RpcMetrics;
  telemetry: Telemetry;
  clock: Clock;
  limits: ServerLimits;
  /** Handlers that run, those of callers who have gone included. */
  running: { count: number };
}

export interface Served {
  method: AnyMethod;
  handler: AnyHandler | undefined;
  authenticate: Authenticate;
  /** Served however many handlers run: health. */
  always: boolean;
}

export function createHandler(serving: Serving, served: Served): UntypedHandleCall {
  const { method, handler, authenticate } = served;
  const { path } = method;
  const kind = methodKind(method);
  const labels = methodLabels(path, kind);
  const { metrics, limits, running } = serving;
  const ask = (surface: AnyCall): unknown => {
    const peer = authenticate(surface, path);
    if (!handler) throw notServed(path);
    if (running.count > limits.openCallsMax && !served.always) {
      throw tooManyCalls(limits.openCallsMax);
    }
    const request = method.requestStream
      ? allWellFormed(surface, path)
      : wellFormed(surface.request, path);
    return handler(request as never, new ServerCall(surface, peer, serving.clock.nowMs));
  };
  const unary = (surface: AnyCall, reply: sendUnaryData<unknown>): void => {
    const end = metrics.start(labels);
    traced(serving, { surface, path }, async () => encoded(method, await ask(surface))).then(
      (answer) => {
        reply(null, answer);
        end(status.OK);
      },
      (error: unknown) => {
        const told = toldOf(serving, error, path);
        reply(told);
        end(told.code);
      },
    );
  };
  const streaming = (surface: AnyCall): void => {
    const end = metrics.start(labels);
    traced(serving, { surface, path }, async () => {
      const answers = ask(surface) as AsyncIterable<unknown>;
      await pump(allEncoded(method, answers), surface, limits.readerTimeMaxMs);
    }).then(
      () => {
        surface.end();
        end(status.OK);
      },
      (error: unknown) => {
        const told = toldOf(serving, error, path);
        surface.emit('error', told);
        end(told.code);
      },
    );
  };
  return (method.responseStream ? streaming : unary) as unknown as UntypedHandleCall;
}

/** Here, and not in grpc-js: an answer that cannot be encoded is told like every other bug. */
function encoded(method: AnyMethod, answer: unknown): Buffer {
  return Buffer.isBuffer(answer) ? answer : method.responseSerialize(answer);
}

async function* allEncoded(
  method: AnyMethod,
  answers: AsyncIterable<unknown>,
): AsyncGenerator<Buffer> {
  for await (const answer of answers) yield encoded(method, answer);
}

function traced<T>(
  { telemetry, running }: Serving,
  { surface, path }: { surface: AnyCall; path: string },
  operation: () => Promise<T>,
): Promise<T> {
  running.count += 1;
  const ended = (): void => {
    running.count -= 1;
  };
  const span = { name: path.slice(1), kind: 'server' as const };
  const run = telemetry.tracing.run(carrierOf(surface), span, operation);
  run.then(ended, ended);
  return run;
}

function toldOf(
  { telemetry, errors }: Serving,
  error: unknown,
  path: string,
): ReturnType<ErrorCodec['toStatus']> & Error {
  if (!isMeshError(error) && !isAbort(error)) {
    telemetry.logger.error({ event: 'handler-failed', path, err: error });
  }
  const told = errors.toStatus(isMeshError(error) ? error : unexpected(error, path));
  return Object.assign(new Error(told.details), told);
}

function notServed(path: string): MeshError {
  return new MeshError({
    kind: 'UNIMPLEMENTED',
    reason: 'NOT_IN_THIS_RELEASE',
    message: `${path} is not served by this release`,
  });
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function unexpected(error: unknown, path: string): MeshError {
  if (isAbort(error)) {
    return new MeshError({
      kind: 'CANCELLED',
      reason: 'CALLER_GONE',
      message: 'the caller has gone',
    });
  }
  return new MeshError({
    kind: 'INTERNAL',
    reason: 'UNEXPECTED',
    message: `${path} failed unexpectedly; the server's log has the cause`,
    cause: error,
  });
}

function carrierOf(surface: AnyCall): Record<string, string> {
  const traceparent = surface.metadata.get('traceparent')[0];
  if (traceparent === undefined) return {};
  const tracestate = surface.metadata.get('tracestate')[0];
  const carrier = { traceparent: traceparent.toString() };
  return tracestate === undefined ? carrier : { ...carrier, tracestate: tracestate.toString() };
}
