// What the front of the door refuses before grpc-js sees a call, as errors.
import { MeshError } from './mesh-error.ts';

const RETRY_AFTER_MS = 1_000;

/** A method that nothing here serves. `path` is as the caller sent it. */
export function unknownMethod(path: string, services: ReadonlySet<string>): MeshError {
  const service = path.split('/')[1] ?? '';
  const known = services.has(service);
  return new MeshError({
    kind: 'UNIMPLEMENTED',
    reason: known ? 'METHOD_UNKNOWN' : 'SERVICE_UNKNOWN',
    message: known
      ? `${service} has no method ${path.slice(service.length + 2)}; reflection lists those it has`
      : `this server does not serve ${path}; call a server that does, by its full name`,
  });
}

/** Without a reason of its own, as when a connection is lost: any other process may answer. */
export function serverEnding(): MeshError {
  return new MeshError({
    kind: 'UNAVAILABLE',
    reason: 'UNAVAILABLE',
    message: 'the connection or the process ends and could not wait for this call; try again',
    retryAfterMs: 0,
  });
}

export function tooManyCalls(openCallsMax: number): MeshError {
  return new MeshError({
    kind: 'RESOURCE_EXHAUSTED',
    reason: 'TOO_MANY_CALLS',
    message: `this process has ${openCallsMax} calls open, which is the most; try again shortly`,
    retryAfterMs: RETRY_AFTER_MS,
  });
}

export function tooManyBytes(bytesMax: number): MeshError {
  return new MeshError({
    kind: 'RESOURCE_EXHAUSTED',
    reason: 'TOO_MANY_BYTES_WAITING',
    message: `requests that are not whole hold ${bytesMax} bytes here, which is the most; try again`,
    retryAfterMs: RETRY_AFTER_MS,
  });
}

export function requestTooSlow(path: string, timeMaxMs: number): MeshError {
  return new MeshError({
    kind: 'DEADLINE_EXCEEDED',
    reason: 'REQUEST_TOO_SLOW',
    message: `the request of ${path} was not whole after ${timeMaxMs} ms; send it at once and end it`,
  });
}

export function deadlinePassed(path: string): MeshError {
  return new MeshError({
    kind: 'DEADLINE_EXCEEDED',
    reason: 'DEADLINE_EXCEEDED',
    message: `the deadline of ${path} had passed when the call arrived; nothing was done`,
  });
}

/** Names the metadata, not its value: that may be a secret. */
export function malformedMetadata(name: string, description: string): MeshError {
  return new MeshError({
    kind: 'INVALID_ARGUMENT',
    reason: 'MALFORMED_METADATA',
    message: `the metadata ${name} ${description}`,
    violations: [{ field: name, description }],
  });
}
