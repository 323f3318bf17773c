// A stream of answers from the target that is most likely to have them. It is not begun again
// elsewhere: what was yielded cannot be taken back.
import { type ClientReadableStream, status } from '@grpc/grpc-js';

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
import { cancelOnAbort } from './outgoing-stream.ts';

export interface StreamRequest {
  method: CallableMethod;
  request: object;
  options: StreamOptions;
}

/** Ends with a MeshError when the stream does not end well. */
export async function* callStream(calling: Calling, call: StreamRequest): AsyncGenerator<unknown> {
  const { method, request, options } = call;
  const end = calling.metrics.start(method.labels);
  const target = calling.pool.order()[0];
  if (!target) throw noTarget(method.path);
  const { timeoutMs = Infinity } = options;
  const stream: ClientReadableStream<object> = target.client.makeServerStreamRequest(
    method.path,
    method.serialize,
    method.deserialize,
    request,
    metadataOf(calling, options),
    { deadline: deadlineOf(calling.clock.nowMs(), { ...options, timeoutMs }) },
  );
  const forget = cancelOnAbort(stream, options);
  try {
    for await (const response of stream) yield response as unknown;
    end(status.OK);
  } catch (error) {
    const told = isServiceError(error) ? calling.errors.fromServiceError(error) : error;
    end(told instanceof MeshError ? status[told.kind] : status.UNKNOWN);
    throw told;
  } finally {
    forget();
    stream.cancel();
  }
}
