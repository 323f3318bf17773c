// One channel for each address of a service, the own center's first. A call goes to the first that
// is connected and was not late lately; with nothing known it finds out by trying.
import { isIP } from 'node:net';
import { checkServerIdentity } from 'node:tls';

import {
  type ChannelCredentials,
  Client,
  connectivityState,
  credentials as grpcCredentials,
} from '@grpc/grpc-js';
import type { Address, ClientTlsConfig } from '@member-mesh/config';
import type { Clock } from '@member-mesh/kernel';

import { MeshError } from './mesh-error.ts';

const KEEPALIVE_TIME_MS = 2_000;
const KEEPALIVE_TIMEOUT_MS = 1_000;
const RECONNECT_MIN_MS = 100;
const RECONNECT_MAX_MS = 500;
const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;
/**
 * What a service may send before it is told to go on, over all calls of a connection: HTTP/2's own
 * 64 KiB are two batches of members.
 */
const WINDOW_BYTES = 4 * 1024 * 1024;
const NUMERIC_HOST_NAME = 'numeric-address.invalid';
/** How long a target that was late is asked last, so that only few calls wait for it. */
const SUSPECT_FOR_MS = 1_000;
/** How often those who wait for a target look whether there is one; all of them look at once. */
const REACH_POLL_MS = 20;

export interface Target {
  readonly address: string;
  readonly client: Client;
  /** By the monotonic clock; 0 when nothing speaks against it. */
  suspectUntilMs: number;
}

export class ChannelPool {
  readonly #targets: readonly Target[];
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  #poll: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(addresses: readonly Address[], tls: ClientTlsConfig | undefined, clock: Clock) {
    this.#targets = addresses.map((address) => createTarget(address, tls));
    this.#clock = clock;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The targets in the order in which a call should try them. */
  order(): readonly Target[] {
    const [first] = this.#targets;
    if (first === undefined || this.#rank(first) === 0) return this.#targets;
    const ranked = this.#targets.map((target) => ({ target, rank: this.#rank(target) }));
    // A stable sort keeps the own center first among equals.
    return ranked.sort((a, b) => a.rank - b.rank).map(({ target }) => target);
  }

  /** Asks this target last for a moment. */
  suspect(target: Target): void {
    target.suspectUntilMs = this.#clock.monotonicMs() + SUSPECT_FOR_MS;
  }

  /**
   * Calls `wake` once, a moment from now at the earliest, when a target may be in reach or the pool
   * is closed. The returned function takes the wish back.
   */
  onReachable(wake: () => void): () => void {
    this.#waiting.add(wake);
    this.#poll ??= setInterval(() => this.#wake(), REACH_POLL_MS);
    return () => {
      this.#waiting.delete(wake);
      this.#rest();
    };
  }

  /** Whoever waits for a target is woken to find that none will come. */
  close(): void {
    this.#isClosed = true;
    for (const { client } of this.#targets) client.close();
    this.#wakeAll();
  }

  #wake(): void {
    if (!this.#targets.every(isOut)) this.#wakeAll();
  }

  #wakeAll(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    this.#rest();
    for (const wake of waiting) wake();
  }

  #rest(): void {
    if (this.#waiting.size > 0) return;
    clearInterval(this.#poll);
    this.#poll = undefined;
  }

  /** 0 for the best. Only a connection that stands is known to lead anywhere. */
  #rank(target: Target): number {
    const state = stateOf(target);
    if (state === connectivityState.TRANSIENT_FAILURE) return 3;
    if (target.suspectUntilMs > 0 && target.suspectUntilMs > this.#clock.monotonicMs()) return 2;
    return state === connectivityState.READY ? 0 : 1;
  }
}

export function isConnected(target: Target): boolean {
  return stateOf(target) === connectivityState.READY;
}

/**
 * Rejects as a target that is out of reach does, when it is not connected at `untilMs` of the wall
 * clock.
 */
export function whenConnected(target: Target, untilMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    target.client.waitForReady(new Date(untilMs), (cause) => {
      if (cause === undefined) resolve();
      else reject(unconnected(target, cause));
    });
  });
}

/**
 * Resolves when the target is connected, or cannot be: then a call finds that out at once. Rejects
 * when it is neither at `untilMs` of the wall clock: a process that hangs takes connections and
 * says nothing on them.
 */
export async function whenConnectedOrOut(target: Target, untilMs: number): Promise<void> {
  const channel = target.client.getChannel();
  for (;;) {
    const state = stateOf(target);
    const isSettled =
      state === connectivityState.READY || state === connectivityState.TRANSIENT_FAILURE;
    if (isSettled) return;
    await new Promise<void>((resolve, reject) => {
      channel.watchConnectivityState(state, untilMs, (cause) => {
        if (cause) reject(unconnected(target, cause));
        else resolve();
      });
    });
  }
}

function unconnected({ address }: Target, cause: Error): MeshError {
  const message = `no connection to ${address}`;
  return new MeshError({ kind: 'UNAVAILABLE', reason: 'UNAVAILABLE', message, cause });
}

function isOut(target: Target): boolean {
  return stateOf(target) === connectivityState.TRANSIENT_FAILURE;
}

function stateOf({ client }: Target): connectivityState {
  // Asking to connect makes a channel that was lost come back without a call having to fail for it.
  return client.getChannel().getConnectivityState(true);
}

function createTarget({ host, port }: Address, tls: ClientTlsConfig | undefined): Target {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const client = new Client(address, credentialsFor(host, tls), {
    // TLS names no numeric address to the server (RFC 6066); some name has to stand in its place.
    ...(tls && isIP(host) !== 0 && { 'grpc.ssl_target_name_override': NUMERIC_HOST_NAME }),
    'grpc.enable_retries': 0,
    'grpc.enable_channelz': 0,
    'grpc.enable_http_proxy': 0,
    'grpc.use_local_subchannel_pool': 1,
    'grpc.keepalive_time_ms': KEEPALIVE_TIME_MS,
    'grpc.keepalive_timeout_ms': KEEPALIVE_TIMEOUT_MS,
    'grpc.initial_reconnect_backoff_ms': RECONNECT_MIN_MS,
    'grpc.max_reconnect_backoff_ms': RECONNECT_MAX_MS,
    'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
    'grpc.max_send_message_length': MESSAGE_BYTES_MAX,
    'grpc-node.flow_control_window': WINDOW_BYTES,
  });
  return { address, client, suspectUntilMs: 0 };
}

function credentialsFor(host: string, tls: ClientTlsConfig | undefined): ChannelCredentials {
  if (!tls) return grpcCredentials.createInsecure();
  // Whatever name was sent, the certificate has to be one for the host that is called.
  return grpcCredentials.createSsl(tls.authority, tls.privateKey, tls.certificate, {
    checkServerIdentity: (_sent, certificate) => checkServerIdentity(host, certificate),
  });
}
