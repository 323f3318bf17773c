// Requests off the wire. One that is not well-formed becomes a value and not an exception: grpc-js
// answers an exception by itself, before the call is authenticated, and blames this server.
import type { Readable } from 'node:stream';

import type { MethodDefinition } from '@grpc/grpc-js';
import { type FieldViolation, malformationOf, type MessageShape } from '@member-mesh/contracts';

import { MeshError } from './mesh-error.ts';

export class MalformedRequest {
  readonly violation: FieldViolation;

  constructor(violation: FieldViolation) {
    this.violation = violation;
  }
}

type AnyMethod = MethodDefinition<unknown, unknown>;

/** Reads requests of a method: the message, or a MalformedRequest. */
export function requestReader(method: AnyMethod, shape: MessageShape): (bytes: Buffer) => unknown {
  return (bytes) => {
    const violation = malformationOf(bytes, shape);
    if (violation) return new MalformedRequest(violation);
    try {
      return method.requestDeserialize(bytes);
    } catch (error) {
      return new MalformedRequest({ field: '', description: String(error) });
    }
  };
}

/** The request, or INVALID_ARGUMENT naming where it is malformed. */
export function wellFormed<T>(request: T | MalformedRequest, path: string): T {
  if (!(request instanceof MalformedRequest)) return request;
  const { field, description } = request.violation;
  const where = field === '' ? 'the message' : field;
  throw new MeshError({
    kind: 'INVALID_ARGUMENT',
    reason: 'MALFORMED_REQUEST',
    message: `the request of ${path} is not as its proto has it: ${where} ${description}`,
    violations: [request.violation],
  });
}

/** The same for a stream of requests, which stays open for the error to be written to it. */
export async function* allWellFormed(requests: Readable, path: string): AsyncGenerator<unknown> {
  for await (const request of requests.iterator({ destroyOnReturn: false })) {
    yield wellFormed(request as unknown, path);
  }
}
