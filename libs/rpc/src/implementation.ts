// The handlers of a service in the form that use cases like: a request in, a promise or an async
// iterable out. An already encoded answer may be given as a Buffer in place of a message.
import type { HandlerTypes, KindOf, MethodKind, MethodNames } from '@member-mesh/contracts';

import type { ServerCall } from './server-call.ts';

type Answer<R> = R | Buffer;

export type HandlerOf<Handler> =
  HandlerTypes<Handler> extends [infer Q, infer R]
    ? KindOf<Handler> extends 'unary'
      ? (request: Q, call: ServerCall) => Promise<Answer<R>>
      : KindOf<Handler> extends 'client-stream'
        ? (requests: AsyncIterable<Q>, call: ServerCall) => Promise<Answer<R>>
        : KindOf<Handler> extends 'server-stream'
          ? (request: Q, call: ServerCall) => AsyncIterable<Answer<R>>
          : (requests: AsyncIterable<Q>, call: ServerCall) => AsyncIterable<Answer<R>>
    : never;

/** Handlers for some or all methods; a method without one answers UNIMPLEMENTED. */
export type Implementation<Handlers> = {
  [K in MethodNames<Handlers>]?: K extends keyof Handlers ? HandlerOf<Handlers[K]> : never;
};

export type AnyHandler = (request: never, call: ServerCall) => unknown;

export function methodKind(method: {
  requestStream: boolean;
  responseStream: boolean;
}): MethodKind {
  if (method.requestStream) return method.responseStream ? 'bidi-stream' : 'client-stream';
  return method.responseStream ? 'server-stream' : 'unary';
}
