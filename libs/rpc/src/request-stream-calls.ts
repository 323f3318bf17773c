// Calls whose requests are a stream, answered once or by a stream. Like every stream they stay with
// the target that they began with.
import { type ClientDuplexStream, type ClientWritableStream, status } from '@grpc/grpc-js';

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
import { cancelOnAbort, sendAll } from './outgoing-stream.ts';

export interface RequestStream {
  method: CallableMethod;
  requests: AsyncIterable<object>;
  options: StreamOptions;
}

/** The answer to all requests. Rejects with a MeshError. */
export async function callClientStream(calling: Calling, call: RequestStream): Promise<unknown> {
  const { method, requests, options } = call;
  const { client, count, callOptions } = begin(calling, call);
  const ended = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<unknown>();
  const stream: ClientWritableStream<object> = client.makeClientStreamRequest(
    ...[method.path, method.serialize, method.deserialize, metadataOf(calling, options)],
    callOptions,
    (error, value) => {
      ended.resolve();
      if (error) answer.reject(calling.errors.fromServiceError(error));
      else answer.resolve(value);
    },
  );
  const forget = cancelOnAbort(stream, options);
  try {
    const [value] = await Promise.all([answer.promise, sendAll(stream, requests, ended.promise)]);
    count(status.OK);
    return value;
  } catch (error) {
    count(error instanceof MeshError ? status[error.kind] : status.UNKNOWN);
    throw error;
  } finally {
    forget();
    ended.resolve();
  }
}

/** The answers while requests go out. Ends with a MeshError when the stream does not end well. */
export async function* callBidiStream(
  calling: Calling,
  call: RequestStream,
): AsyncGenerator<unknown> {
  const { method, requests, options } = call;
  const { client, count, callOptions } = begin(calling, call);
  const ended = Promise.withResolvers<void>();
  const stream: ClientDuplexStream<object, object> = client.makeBidiStreamRequest(
    ...[method.path, method.serialize, method.deserialize, metadataOf(calling, options)],
    callOptions,
  );
  const forget = cancelOnAbort(stream, options);
  let failure: { error: unknown } | undefined;
  const sending = sendAll(stream, requests, ended.promise).catch((error: unknown) => {
    failure = { error };
  });
  try {
    for await (const answer of stream) yield answer as unknown;
    if (failure) throw failure.error;
    count(status.OK);
  } catch (error) {
    const told = isServiceError(error) ? calling.errors.fromServiceError(error) : error;
    count(told instanceof MeshError ? status[told.kind] : status.UNKNOWN);
    // Requests that failed ended the call, which then says that it was cancelled.
    throw failure ? failure.error : told;
  } finally {
    forget();
    ended.resolve();
    stream.cancel();
    await sending;
  }
}

function begin(calling: Calling, { method, options }: RequestStream) {
  const count = calling.metrics.start(method.labels);
  const target = calling.pool.order()[0];
  if (!target) throw noTarget(method.path);
  const { timeoutMs = Infinity } = options;
  const deadline = deadlineOf(calling.clock.nowMs(), { ...options, timeoutMs });
  return { client: target.client, count, callOptions: { deadline } };
}
