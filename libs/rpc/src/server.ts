// A gRPC server of the mesh: every service it serves gets identity, errors with details, metrics,
// trace, health, reflection, bounds and a graceful end in the same way.
import { constants, type ServerHttp2Session } from 'node:http2';

import {
  Server,
  ServerCredentials,
  type ServerInterceptingCall,
  type ServiceDefinition,
  type UntypedHandleCall,
} from '@grpc/grpc-js';
import type { Address, TlsConfig } from '@member-mesh/config';
import { type Contracts, MessageShapes, type ServiceContract } from '@member-mesh/contracts';
import type { Clock } from '@member-mesh/kernel';
import type { Telemetry } from '@member-mesh/telemetry';

import { boundControlFrames } from './control-frames.ts';
import { drainCalls, endCallsFirst } from './ending-calls.ts';
import { createErrorCodec, type ErrorCodec } from './error-codec.ts';
import { addHttp2Options, standBefore } from './grpc-seams.ts';
import type { Health } from './health.ts';
import { createHealthService } from './health-service.ts';
import type { Peers } from './identity.ts';
import type { AnyHandler, Implementation } from './implementation.ts';
import { addReflection, REFLECTION_STREAMS_MAX } from './reflection.ts';
import { requestReader } from './request-reader.ts';
import { createRefusalCounter, createRpcMetrics } from './rpc-metrics.ts';
import { type Access, authenticator } from './server-access.ts';
import { type AnyMethod, createHandler, type Serving } from './server-handlers.ts';
import { MESSAGE_BYTES_MAX, SERVER_LIMITS, type ServerLimits } from './server-limits.ts';
import { type GatedMethod, type RefuseUnread, StreamGate } from './stream-gate.ts';
import { giveDetails } from './undetailed.ts';

const CONNECTION_AGE_MAX_MS = 300_000;
const KEEPALIVE_TIME_MS = 10_000;
const KEEPALIVE_TIMEOUT_MS = 5_000;
const TLS_HANDSHAKE_TIMEOUT_MS = 10_000;

export interface RpcServerOptions {
  contracts: Contracts;
  listen: Address;
  tls?: TlsConfig | undefined;
  /** Who may speak for which kind of service. */
  peers: Peers;
  telemetry: Telemetry;
  health: Health;
  clock: Clock;
  /** How long calls in progress may take to end once the server drains. */
  drainTimeoutMs: number;
  /** Where a service needs other bounds than SERVER_LIMITS. */
  limits?: Partial<ServerLimits>;
  /**
   * For whoever knows from the headers alone that a call is refused: that costs next to nothing.
   */
  refuseUnread?: RefuseUnread | undefined;
}

export class RpcServer {
  readonly #options: RpcServerOptions;
  readonly #server: Server;
  readonly #serving: Serving;
  readonly #shapes: MessageShapes;
  readonly #gate: StreamGate;
  readonly #sessions = new Set<ServerHttp2Session>();
  /** Full names of services. */
  readonly #served: string[] = [];
  #sweeping: NodeJS.Timeout | undefined;

  constructor(options: RpcServerOptions) {
    this.#options = options;
    const { contracts, telemetry, clock, health } = options;
    const limits = { ...SERVER_LIMITS, ...options.limits };
    const errors = createErrorCodec(contracts);
    const metrics = createRpcMetrics(telemetry.metrics, 'server');
    this.#serving = { errors, metrics, telemetry, clock, limits, running: { count: 0 } };
    this.#shapes = new MessageShapes(contracts.packageDefinition);
    const onRefused = createRefusalCounter(telemetry.metrics);
    this.#gate = new StreamGate({
      ...{ errors, limits, clock, onRefused, refuseUnread: options.refuseUnread },
    });
    this.#server = createGrpcServer(errors, limits, options.drainTimeoutMs);
    this.#add(contracts.services.health, createHealthService(health), {
      access: { authenticate: () => ({ caller: '' }) },
      always: true,
    });
  }

  /** Serves one service. Methods without a handler answer UNIMPLEMENTED. */
  serve<D, H>(
    contract: ServiceContract<D, H>,
    implementation: Implementation<H>,
    access: Access,
  ): void {
    this.#add(contract, implementation, { access });
    this.#options.health.set(contract.name, 'SERVING');
  }

  /** What is open and held now. */
  get load(): StreamGate['load'] & { running: number } {
    return { ...this.#gate.load, running: this.#serving.running.count };
  }

  /** Starts listening. Rejects when the address cannot be had. */
  start(): Promise<{ port: number }> {
    this.#addReflection();
    const { host, port } = this.#options.listen;
    const shown = host.includes(':') ? `[${host}]` : host;
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(`${shown}:${port}`, this.#credentials(), (error, bound) => {
        if (!error) {
          this.#guard();
          return resolve({ port: bound });
        }
        const what = `cannot listen on ${shown}:${port} (${error.message})`;
        reject(new Error(`${what}: is another process using it? Free it or set GRPC_LISTEN.`));
      });
    });
  }

  /**
   * Refuses new calls, waits for those in progress, and ends what is left after the drain timeout.
   */
  async drain(): Promise<void> {
    const { health, drainTimeoutMs, telemetry } = this.#options;
    health.drain();
    const outcome = await drainCalls({
      timeoutMs: drainTimeoutMs,
      shutDown: (onEnded) => this.#server.tryShutdown(onEnded),
      endCalls: () => this.#gate.endCalls(),
      endConnections: () => this.#endConnections(),
    });
    if (outcome === 'late') {
      telemetry.logger.warn({ event: 'drain-timeout' }, 'calls still open were ended');
    }
    clearInterval(this.#sweeping);
  }

  #addReflection(): void {
    const { packageDefinition } = this.#options.contracts;
    addReflection(packageDefinition, this.#served, (definition, handlers) =>
      this.#register(definition, handlers, { openMax: REFLECTION_STREAMS_MAX }),
    );
  }

  #endConnections(): void {
    // Of grpc-js' own only those that channelz, which is off, would list.
    for (const session of this.#sessions) session.destroy(undefined, constants.NGHTTP2_CANCEL);
    this.#server.forceShutdown();
  }

  #guard(): void {
    const { limits, clock } = this.#serving;
    standBefore(this.#server, {
      onStream: this.#gate.before,
      onSession: (session) => {
        boundControlFrames(session, limits, clock);
        endCallsFirst(session, (each) => this.#gate.endCalls(each));
        this.#sessions.add(session);
        session.once('close', () => this.#sessions.delete(session));
      },
      connectionsMax: limits.connectionsMax,
    });
    this.#sweeping = setInterval(() => this.#gate.sweep(), limits.sweepIntervalMs);
    this.#sweeping.unref();
  }

  #add(
    contract: ServiceContract,
    implementation: object,
    { access, always = false }: { access: Access; always?: boolean },
  ): void {
    const authenticate = authenticator(access, this.#options.peers);
    const definition: Record<string, AnyMethod> = {};
    const handlers: Record<string, UntypedHandleCall> = {};
    for (const [name, method] of Object.entries(contract.definition)) {
      const requestDeserialize = requestReader(method, this.#shapes.ofRequest(method));
      const handler = (implementation as Record<string, AnyHandler | undefined>)[name];
      definition[name] = { ...method, requestDeserialize, responseSerialize: asItIs };
      handlers[name] = createHandler(this.#serving, { method, handler, authenticate, always });
    }
    this.#register(definition, handlers, { always });
    this.#served.push(contract.name);
  }

  #register(
    definition: ServiceDefinition,
    handlers: Record<string, UntypedHandleCall>,
    gated: Omit<GatedMethod, 'requestStream'>,
  ): void {
    this.#server.addService(definition, handlers);
    for (const { path, requestStream } of Object.values(definition)) {
      this.#gate.offer(path, { ...gated, requestStream });
    }
  }

  #credentials(): ServerCredentials {
    const { tls } = this.#options;
    if (!tls) return ServerCredentials.createInsecure();
    const pair = { private_key: tls.privateKey, cert_chain: tls.certificate };
    const authority = tls.clientAuthority ?? null;
    return ServerCredentials.createSsl(authority, [pair], authority !== null);
  }
}

/** Answers are encoded before they come here. */
function asItIs(answer: unknown): Buffer {
  return answer as Buffer;
}

function createGrpcServer(
  errors: ErrorCodec,
  limits: ServerLimits,
  drainTimeoutMs: number,
): Server {
  const server = new Server({
    'grpc.max_receive_message_length': limits.requestBytesMax,
    'grpc.max_send_message_length': MESSAGE_BYTES_MAX,
    'grpc.max_concurrent_streams': limits.connectionStreamsMax,
    'grpc-node.max_session_memory': limits.connectionMemoryMbMax,
    'grpc.max_connection_age_ms': CONNECTION_AGE_MAX_MS,
    'grpc.max_connection_age_grace_ms': drainTimeoutMs,
    'grpc.keepalive_time_ms': KEEPALIVE_TIME_MS,
    'grpc.keepalive_timeout_ms': KEEPALIVE_TIMEOUT_MS,
    'grpc.enable_channelz': 0,
    interceptors: [
      ({ path }, call) => {
        giveDetails(call, path, errors);
        return call as ServerInterceptingCall;
      },
    ],
  });
  addHttp2Options(server, {
    settings: { maxHeaderListSize: limits.metadataBytesMax },
    streamResetBurst: limits.streamResetsBurst,
    streamResetRate: limits.streamResetsPerSecond,
    ...{ handshakeTimeout: TLS_HANDSHAKE_TIMEOUT_MS },
  });
  return server;
}
