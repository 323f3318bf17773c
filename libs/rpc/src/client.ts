// Calls another service of the mesh. Deadlines shrink from hop to hop, the trace and the caller's
// going travel along, errors arrive as MeshError.
import type { Address, ClientTlsConfig } from '@member-mesh/config';
import type {
  ClientTypes,
  Contracts,
  KindOf,
  MethodNames,
  ServiceContract,
} from '@member-mesh/contracts';
import type { Clock } from '@member-mesh/kernel';
import type { Telemetry } from '@member-mesh/telemetry';

import { ChannelPool } from './channel-pool.ts';
import { createErrorCodec } from './error-codec.ts';
import type { Identity } from './identity.ts';
import { methodKind } from './implementation.ts';
import type {
  AnyMethod,
  CallableMethod,
  Calling,
  RequestOptions,
  StreamOptions,
} from './outgoing.ts';
import { callBidiStream, callClientStream } from './request-stream-calls.ts';
import { createHedgeCounter, createRpcMetrics, methodLabels } from './rpc-metrics.ts';
import { callStream } from './stream-call.ts';
import { callUnary } from './unary-call.ts';

export interface RpcClientOptions<D, H> {
  contracts: Contracts;
  service: ServiceContract<D, H>;
  /** Own center first. */
  targets: readonly Address[];
  identity?: Identity | undefined;
  telemetry: Telemetry;
  clock: Clock;
  tls?: ClientTlsConfig | undefined;
}

type RequestOf<D, K> = K extends keyof D ? ClientTypes<D[K]>[0] : never;
type ResponseOf<D, K> = K extends keyof D ? ClientTypes<D[K]>[1] : never;
type KindIn<H, K> = K extends keyof H ? KindOf<H[K]> : never;

/** The methods of a service. Requests may be given encoded, as a Buffer. */
export type RpcClient<D, H> = {
  [K in MethodNames<H> as KindIn<H, K> extends 'unary' ? K : never]: (
    request: RequestOf<D, K> | Buffer,
    options: RequestOptions,
  ) => Promise<ResponseOf<D, K>>;
} & {
  [K in MethodNames<H> as KindIn<H, K> extends 'server-stream' ? K : never]: (
    request: RequestOf<D, K>,
    options: StreamOptions,
  ) => AsyncIterable<ResponseOf<D, K>>;
} & {
  [K in MethodNames<H> as KindIn<H, K> extends 'client-stream' ? K : never]: (
    requests: AsyncIterable<RequestOf<D, K>>,
    options: StreamOptions,
  ) => Promise<ResponseOf<D, K>>;
} & {
  [K in MethodNames<H> as KindIn<H, K> extends 'bidi-stream' ? K : never]: (
    requests: AsyncIterable<RequestOf<D, K>>,
    options: StreamOptions,
  ) => AsyncIterable<ResponseOf<D, K>>;
} & {
  /** As a unary method, but the answer stays encoded. */
  callRaw: (
    method: MethodNames<H> & string,
    request: object | Buffer,
    options: RequestOptions,
  ) => Promise<Buffer>;
  close: () => void;
};

/** Connects lazily: the first call opens the channel. */
export function createRpcClient<D, H>(options: RpcClientOptions<D, H>): RpcClient<D, H> {
  const { contracts, service, targets, telemetry, clock, identity, tls } = options;
  const calling: Calling = {
    pool: new ChannelPool(targets, tls, clock),
    errors: createErrorCodec(contracts),
    metrics: createRpcMetrics(telemetry.metrics, 'client'),
    onHedge: createHedgeCounter(telemetry.metrics),
    telemetry,
    clock,
    identity,
  };
  const unary = new Map<string, CallableMethod>();
  const client: Record<string, unknown> = { close: () => calling.pool.close() };
  for (const [name, definition] of Object.entries(service.definition as Methods)) {
    const method = callable(definition);
    const kind = methodKind(definition);
    if (kind === 'unary') {
      unary.set(name, method);
      client[name] = (request: object, request_: RequestOptions) =>
        callUnary(calling, { method, request, options: request_, raw: false });
    } else if (kind === 'server-stream') {
      client[name] = (request: object, request_: StreamOptions) =>
        callStream(calling, { method, request, options: request_ });
    } else {
      const streaming = kind === 'client-stream' ? callClientStream : callBidiStream;
      client[name] = (requests: AsyncIterable<object>, request_: StreamOptions) =>
        streaming(calling, { method, requests, options: request_ });
    }
  }
  client.callRaw = (name: string, request: object, request_: RequestOptions) => {
    const method = unary.get(name);
    if (!method) throw new TypeError(`${service.name} has no unary method ${name}`);
    return callUnary(calling, { method, request, options: request_, raw: true });
  };
  return client as RpcClient<D, H>;
}

type Methods = Record<string, AnyMethod>;

function callable(definition: AnyMethod): CallableMethod {
  const { path, requestSerialize, responseDeserialize } = definition;
  return {
    path,
    labels: methodLabels(path, methodKind(definition)),
    serialize: (request) => (Buffer.isBuffer(request) ? request : requestSerialize(request)),
    deserialize: responseDeserialize,
  };
}
