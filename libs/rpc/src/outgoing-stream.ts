// What calls with a stream in either direction have in common. They stay with the target that they
// began with: what was yielded cannot be taken back.
import { type CallOptions, type Client, type Metadata, status } from '@grpc/grpc-js';

import { whenConnectedOrOut } from './channel-pool.ts';
import { deadlineOf } from './deadline.ts';
import { MeshError } from './mesh-error.ts';
import {
  type CallableMethod,
  type Calling,
  isServiceError,
  metadataOf,
  noTarget,
  type StreamOptions,
} from './outgoing.ts';

/** As long as a connection that stands may be silent before it is given up. */
const CONNECT_MS_MAX = 3_000;

/** A call that has a target, and is counted until it ends. */
export interface BegunStream {
  client: Client;
  metadata: Metadata;
  callOptions: CallOptions;
  succeeded(): void;
  /** Answers the error as callers of this process see it. */
  failed(error: unknown): unknown;
}

/**
 * Rejects with UNAVAILABLE when there is no target, or none that answers when it is connected to.
 */
export async function beginStream(
  calling: Calling,
  { method, options }: { method: CallableMethod; options: StreamOptions },
): Promise<BegunStream> {
  const count = calling.metrics.start(method.labels);
  const target = calling.pool.order()[0];
  if (!target) throw noTarget(method.path);
  const { timeoutMs = Infinity } = options;
  const nowMs = calling.clock.nowMs();
  try {
    await whenConnectedOrOut(target, nowMs + Math.min(timeoutMs, CONNECT_MS_MAX));
  } catch (error) {
    count(status.UNAVAILABLE);
    throw error;
  }
  return {
    client: target.client,
    metadata: metadataOf(calling, options),
    callOptions: { deadline: deadlineOf(nowMs, { ...options, timeoutMs }) },
    succeeded: () => count(status.OK),
    failed: (error) => {
      const told = isServiceError(error) ? calling.errors.fromServiceError(error) : error;
      count(told instanceof MeshError ? status[told.kind] : status.UNKNOWN);
      return told;
    },
  };
}

/** The part of a call of grpc-js that is used here. */
interface Outgoing {
  write(request: object): boolean;
  end(): unknown;
  cancel(): void;
  once(event: 'drain', listener: () => void): unknown;
}

/**
 * Sends what `requests` yields, the next one only when the transport has room, then ends the
 * stream; a request that fails cancels the call. Nobody waits for a request once the call has
 * ended.
 */
export async function sendAll(
  stream: Outgoing,
  requests: AsyncIterable<object>,
  ended: Promise<void>,
): Promise<void> {
  const iterator = requests[Symbol.asyncIterator]();
  const over = ended.then(() => ({ done: true as const, value: undefined }));
  try {
    while (true) {
      const next = await Promise.race([iterator.next(), over]);
      if (next.done) break;
      if (!stream.write(next.value)) await Promise.race([drained(stream), ended]);
    }
    stream.end();
  } catch (error) {
    stream.cancel();
    throw error;
  } finally {
    // Not waited for: it may be in the middle of waiting for its next request.
    iterator.return?.().catch(() => undefined);
  }
}

function drained(stream: Outgoing): Promise<void> {
  return new Promise((resolve) => stream.once('drain', () => resolve()));
}

/** Cancels the call when one of its signals aborts; answers how to forget it. */
export function cancelOnAbort(
  stream: Pick<Outgoing, 'cancel'>,
  options: StreamOptions,
): () => void {
  const cancel = (): void => stream.cancel();
  const signals = [options.signal, options.parent?.signal].filter((signal) => signal !== undefined);
  for (const signal of signals) {
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
  }
  return () => signals.forEach((signal) => signal.removeEventListener('abort', cancel));
}
