// What every call of a client shares, and the metadata that each one carries.
import { Metadata, type MethodDefinition, type ServiceError } from '@grpc/grpc-js';
import type { Clock } from '@member-mesh/kernel';
import type { Telemetry } from '@member-mesh/telemetry';

import type { ChannelPool } from './channel-pool.ts';
import type { ErrorCodec } from './error-codec.ts';
import { type Identity, proveIdentity } from './identity.ts';
import { MeshError } from './mesh-error.ts';
import type { MethodLabels, RpcMetrics } from './rpc-metrics.ts';
import type { ServerCall } from './server-call.ts';

export interface RequestOptions {
  /** How long the answer may take at most; the parent's remaining time shortens it. */
  timeoutMs: number;
  /**
   * When the next target is asked as well, because the first is late; the first answer counts. Also
   * lets another target answer where one says UNAVAILABLE. For reads, and for writes that cost
   * little when done twice; without it another target is asked only where no answer came.
   */
  hedgeAfterMs?: number | undefined;
  /**
   * 'never' for a call that must not be done twice, such as one whose answer is a secret shown
   * once: it is sent to one target, over a connection that stands. Where its answer is lost it
   * fails with UNAVAILABLE, reason OUTCOME_UNKNOWN. Not together with `hedgeAfterMs`.
   */
  repeat?: 'never' | undefined;
  /** The call that this one is made for. */
  parent?: Pick<ServerCall, 'deadlineMs' | 'signal'> | undefined;
  signal?: AbortSignal | undefined;
  metadata?: Readonly<Record<string, string>> | undefined;
}

export interface StreamOptions extends Omit<
  RequestOptions,
  'timeoutMs' | 'hedgeAfterMs' | 'repeat'
> {
  timeoutMs?: number;
}

export type AnyMethod = MethodDefinition<object, object>;

/** A method of a service, made ready to be called often. */
export interface CallableMethod {
  path: string;
  labels: MethodLabels;
  /** A Buffer is an encoded request already. */
  serialize: (request: object) => Buffer;
  deserialize: (answer: Buffer) => object;
}

export interface Calling {
  pool: ChannelPool;
  errors: ErrorCodec;
  metrics: RpcMetrics;
  /** Counts a call that asked another target because the first was late. */
  onHedge: (labels: MethodLabels) => void;
  telemetry: Telemetry;
  clock: Clock;
  identity: Identity | undefined;
}

export function metadataOf(
  calling: Pick<Calling, 'identity' | 'telemetry'>,
  options: Pick<RequestOptions, 'metadata'>,
): Metadata {
  const metadata = new Metadata();
  if (calling.identity) proveIdentity(metadata, calling.identity);
  const carried = calling.telemetry.tracing.inject();
  for (const [name, value] of Object.entries(carried)) metadata.set(name, value);
  for (const [name, value] of Object.entries(options.metadata ?? {})) metadata.set(name, value);
  return metadata;
}

export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'metadata' in error;
}

export function noTarget(path: string): MeshError {
  return new MeshError({
    kind: 'UNAVAILABLE',
    reason: 'NO_TARGET',
    message: `${path} has no address to call; set the *_TARGETS variable of this service`,
  });
}
