// The statuses that grpc-js sends by itself, made into errors of the mesh: with a reason, and with
// the code that says who is at fault. By itself it answers a request that cannot be decompressed
// with INTERNAL, and nothing of it has ErrorInfo.
import type { ServerInterceptingCallInterface } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';

import { DETAILS_KEY, type ErrorCodec } from './error-codec.ts';
import { type ErrorKind, kindOf, MeshError } from './mesh-error.ts';

type Status = Parameters<ServerInterceptingCallInterface['sendStatus']>[0];

interface Known {
  kind: ErrorKind;
  reason: string;
  advice: string;
}

// Handlers answer with details: what comes without them is grpc-js' own, one cause to each code.
const KNOWN: Partial<Record<number, Known>> = {
  [status.RESOURCE_EXHAUSTED]: {
    kind: 'RESOURCE_EXHAUSTED',
    reason: 'MESSAGE_TOO_LARGE',
    advice: 'bytes of a message: ask for less in one call',
  },
  [status.INTERNAL]: {
    kind: 'INVALID_ARGUMENT',
    reason: 'MALFORMED_REQUEST',
    advice: 'the request cannot be read; send it as its proto and its grpc-encoding have it',
  },
  [status.UNIMPLEMENTED]: {
    kind: 'UNIMPLEMENTED',
    reason: 'CALL_NOT_SUPPORTED',
    advice: 'send exactly one message, uncompressed or with gzip or deflate',
  },
  [status.DEADLINE_EXCEEDED]: {
    kind: 'DEADLINE_EXCEEDED',
    reason: 'DEADLINE_EXCEEDED',
    advice: 'the answer was not there when the time was up; allow more, or ask for less',
  },
};

/** Gives every status of the call details. */
export function giveDetails(
  call: ServerInterceptingCallInterface,
  path: string,
  errors: ErrorCodec,
): void {
  const send = call.sendStatus.bind(call);
  call.sendStatus = (sent) => send(detailed(sent, path, errors));
}

function detailed(sent: Status, path: string, errors: ErrorCodec): Status {
  if (sent.code === status.OK || (sent.metadata?.get(DETAILS_KEY).length ?? 0) > 0) return sent;
  const known = KNOWN[sent.code ?? status.INTERNAL];
  const kind = known?.kind ?? kindOf(sent.code ?? status.INTERNAL);
  const message = `${path}: ${sent.details ?? kind}${known ? `; ${known.advice}` : ''}`;
  return errors.toStatus(new MeshError({ kind, reason: known?.reason ?? kind, message }));
}
