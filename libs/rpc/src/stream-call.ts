// A stream of answers from the target that is most likely to have them.
import type { ClientReadableStream } from '@grpc/grpc-js';

import type { CallableMethod, Calling, StreamOptions } from './outgoing.ts';
import { beginStream, cancelOnAbort } from './outgoing-stream.ts';

export interface StreamRequest {
  method: CallableMethod;
  request: object;
  options: StreamOptions;
}

/** Ends with a MeshError when the stream does not end well. */
export async function* callStream(calling: Calling, call: StreamRequest): AsyncGenerator<unknown> {
  const { method, request, options } = call;
  const begun = await beginStream(calling, call);
  const stream: ClientReadableStream<object> = begun.client.makeServerStreamRequest(
    ...[method.path, method.serialize, method.deserialize],
    ...[request, begun.metadata, begun.callOptions],
  );
  const forget = cancelOnAbort(stream, options);
  try {
    for await (const response of stream) yield response as unknown;
    begun.succeeded();
  } catch (error) {
    throw begun.failed(error);
  } finally {
    forget();
    stream.cancel();
  }
}
