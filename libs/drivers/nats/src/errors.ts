// What can go wrong with the message store, as three kinds a caller can tell apart without reading
// texts.
import { ErrorCode, NatsError } from 'nats';

/**
 * The servers cannot be reached or did not answer in time. What was asked for may still have
 * happened.
 */
export class NatsUnavailable extends Error {
  override name = 'NatsUnavailable';
}

/**
 * Nothing listens on the subject (the stream behind it is not there): what was asked for did not
 * happen.
 */
export class NobodyListens extends NatsUnavailable {
  override name = 'NobodyListens';
}

/** The stream could not take the message, such as for want of room: it was not stored. */
export class NotStored extends NatsUnavailable {
  override name = 'NotStored';
}

/** The servers answered and refused. */
export class NatsRefused extends Error {
  override name = 'NatsRefused';
  readonly code: number;

  constructor(message: string, code: number, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A key changed (or came to be) since it was read: nothing was written. */
export class BucketConflict extends Error {
  override name = 'BucketConflict';
}

// The server's own error codes, from its errors.json.
export const CODE_CONSUMER_NOT_FOUND = 10014;
export const CODE_MESSAGE_NOT_FOUND = 10037;
export const CODE_STREAM_NAME_IN_USE = 10058;
export const CODE_STREAM_NOT_FOUND = 10059;
const CODE_STORE_FAILED = 10077;
const CODE_WRONG_LAST_SEQUENCE = 10071;

/**
 * Turns whatever the client library throws into one of the kinds above; other errors pass through.
 */
export function asNatsFailure(error: unknown): unknown {
  if (!(error instanceof NatsError)) return error;
  const api = error.api_error;
  if (api === undefined) {
    // JetStream's own answers of 503 come under the same code: those have an api_error.
    const nobody = error.code === ErrorCode.NoResponders;
    const Failure = nobody ? NobodyListens : NatsUnavailable;
    return new Failure(error.message, { cause: error });
  }
  if (api.err_code === CODE_WRONG_LAST_SEQUENCE) {
    return new BucketConflict(api.description, { cause: error });
  }
  if (api.err_code === CODE_STORE_FAILED) return new NotStored(api.description, { cause: error });
  // 503 is JetStream that is not (yet) up behind a server that answers.
  if (api.code === 503) return new NatsUnavailable(api.description, { cause: error });
  return new NatsRefused(api.description, api.err_code ?? api.code, { cause: error });
}

/** True when `error` is a refusal with one of `codes`. */
export function isRefusal(error: unknown, ...codes: number[]): error is NatsRefused {
  return error instanceof NatsRefused && codes.includes(error.code);
}
