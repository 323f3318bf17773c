// Calls whose requests are a stream, answered once or by a stream.
import type { ClientDuplexStream, ClientWritableStream } from '@grpc/grpc-js';

import type { CallableMethod, Calling, StreamOptions } from './outgoing.ts';
import { beginStream, cancelOnAbort, sendAll } from './outgoing-stream.ts';

export interface RequestStream {
  method: CallableMethod;
  requests: AsyncIterable<object>;
  options: StreamOptions;
}

/** The answer to all requests. Rejects with a MeshError. */
export async function callClientStream(calling: Calling, call: RequestStream): Promise<unknown> {
  const { method, requests, options } = call;
  const begun = await beginStream(calling, call);
  const ended = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<unknown>();
  const stream: ClientWritableStream<object> = begun.client.makeClientStreamRequest(
    ...[method.path, method.serialize, method.deserialize, begun.metadata],
    begun.callOptions,
    (error, value) => {
      ended.resolve();
      if (error) answer.reject(error);
      else answer.resolve(value);
    },
  );
  const forget = cancelOnAbort(stream, options);
  try {
    const [value] = await Promise.all([answer.promise, sendAll(stream, requests, ended.promise)]);
    begun.succeeded();
    return value;
  } catch (error) {
    throw begun.failed(error);
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
  const begun = await beginStream(calling, call);
  const ended = Promise.withResolvers<void>();
  const stream: ClientDuplexStream<object, object> = begun.client.makeBidiStreamRequest(
    ...[method.path, method.serialize, method.deserialize, begun.metadata],
    begun.callOptions,
  );
  const forget = cancelOnAbort(stream, options);
  let failure: { error: unknown } | undefined;
  const sending = sendAll(stream, requests, ended.promise).catch((error: unknown) => {
    failure = { error };
  });
  try {
    for await (const answer of stream) yield answer as unknown;
    if (failure) throw failure.error;
    begun.succeeded();
  } catch (error) {
    const told = begun.failed(error);
    // Requests that failed ended the call, which then says that it was cancelled.
    throw failure ? failure.error : told;
  } finally {
    forget();
    ended.resolve();
    stream.cancel();
    await sending;
  }
}
