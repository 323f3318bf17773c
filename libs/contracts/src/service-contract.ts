// Ties a service of the protos to its generated types: how it is called and how it is implemented.
import type {
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
  ServiceDefinition,
} from '@grpc/grpc-js';

/**
 * One service. `Definition` and `Handlers` are the generated types of its methods; they exist for
 * the compiler only.
 */
export interface ServiceContract<Definition = unknown, Handlers = unknown> {
  /** The full name, such as "member.v1.MemberQueryService". */
  readonly name: string;
  readonly definition: ServiceDefinition;
  readonly types?: { definition: Definition; handlers: Handlers };
}

/** The methods of the generated handlers without their index signature. */
export type MethodNames<Handlers> = keyof {
  [K in keyof Handlers as string extends K ? never : number extends K ? never : K]: true;
};

export type MethodKind = 'unary' | 'client-stream' | 'server-stream' | 'bidi-stream';

/** How a method streams, read off the generated type of its handler. */
export type KindOf<Handler> = Handler extends (...args: infer Args) => unknown
  ? Args extends [infer Stream, unknown]
    ? Stream extends { request: unknown }
      ? 'unary'
      : 'client-stream'
    : Args extends [infer Stream]
      ? Stream extends { request: unknown }
        ? 'server-stream'
        : 'bidi-stream'
      : never
  : never;

/** What a handler receives and answers. */
export type HandlerTypes<Handler> = Handler extends (...args: infer Args) => unknown
  ? Args extends [ServerUnaryCall<infer Q, infer R>, unknown]
    ? [Q, R]
    : Args extends [ServerReadableStream<infer Q, infer R>, unknown]
      ? [Q, R]
      : Args extends [ServerWritableStream<infer Q, infer R>]
        ? [Q, R]
        : Args extends [ServerDuplexStream<infer Q, infer R>]
          ? [Q, R]
          : never
  : never;

/** What a client sends and receives. */
export type ClientTypes<Method> = Method extends {
  requestSerialize: (value: infer Q) => Buffer;
  responseDeserialize: (bytes: Buffer) => infer R;
}
  ? [Q, R]
  : never;
