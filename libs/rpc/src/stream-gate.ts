// The front of the door: looks at every HTTP/2 stream before grpc-js does. What has no business
// here is refused with a reason and costs next to nothing; what goes in is counted until it has
// closed, and a request that does not become whole is ended.
import {
  constants,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';

import type { Clock } from '@member-mesh/kernel';

import * as refusals from './door-refusals.ts';
import type { ErrorCodec } from './error-codec.ts';
import type { OnStream } from './grpc-seams.ts';
import { timeoutMsOf } from './grpc-timeout.ts';
import type { MeshError, MeshErrorFields } from './mesh-error.ts';
import { DEADLINE_MAX_MS, type ServerLimits } from './server-limits.ts';

const TIMEOUT_HEADER = 'grpc-timeout';
const DEADLINE_MAX = `${DEADLINE_MAX_MS / 1_000}S`;
// What grpc-js takes; it logs anything else, with its value, and goes on without it.
const NAME = /^[0-9a-z_.-]+$/;
const VALUE = /^[ -~]*$/;

/**
 * Refuses a call by its headers alone, before anything of its request is read; undefined lets it
 * in.
 */
export type RefuseUnread = (
  path: string,
  headers: IncomingHttpHeaders,
) => MeshErrorFields | undefined;

export interface GateOptions {
  errors: ErrorCodec;
  limits: ServerLimits;
  clock: Clock;
  /** Told of every refusal. */
  onRefused: (reason: string) => void;
  refuseUnread?: RefuseUnread | undefined;
}

export interface GatedMethod {
  requestStream: boolean;
  /** Answered however many calls are open: health. */
  always?: boolean;
  /** Calls of this method that may be open at once, where that is less than for all. */
  openMax?: number;
}

interface Counted extends GatedMethod {
  open: number;
}

interface Unfinished {
  stream: ServerHttp2Stream;
  path: string;
  sinceMs: number;
  bytes: number;
}

export class StreamGate {
  readonly #options: GateOptions;
  readonly #methods = new Map<string, Counted>();
  readonly #services = new Set<string>();
  readonly #open = new Set<ServerHttp2Stream>();
  readonly #unfinished = new Set<Unfinished>();
  #bytesWaiting = 0;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** How much is open and held now. */
  get load(): { openCalls: number; unfinished: number; bytesWaiting: number } {
    const { size } = this.#unfinished;
    return { openCalls: this.#open.size, unfinished: size, bytesWaiting: this.#bytesWaiting };
  }

  /** Lets calls of a method in. */
  offer(path: string, method: GatedMethod): void {
    this.#methods.set(path, { ...method, open: 0 });
    this.#services.add(path.split('/')[1] ?? '');
  }

  /** What listens for streams in place of `next`. */
  readonly before =
    (next: OnStream): OnStream =>
    (stream, headers) => {
      // grpc-js answers what is no gRPC at all as HTTP has it: 415.
      if (!headers['content-type']?.startsWith('application/grpc')) return next(stream, headers);
      const path = headers[':path'] ?? '';
      const method = this.#methods.get(path);
      const refusal = method
        ? this.#refusalOf(path, method, headers)
        : refusals.unknownMethod(path, this.#services);
      if (refusal) return this.#refuse(stream, refusal);
      if (!method) return;
      this.#count(stream, method);
      next(stream, headers);
      if (!method.requestStream) this.#awaitRequest(stream, path);
    };

  /** Ends the requests that are overdue. */
  sweep(): void {
    const { clock, limits } = this.#options;
    const overdueMs = clock.monotonicMs() - limits.requestTimeMaxMs;
    // In the order in which they came: the first that is not overdue is the last to look at.
    for (const unfinished of this.#unfinished) {
      if (unfinished.sinceMs > overdueMs) return;
      this.#unfinished.delete(unfinished);
      const error = refusals.requestTooSlow(unfinished.path, limits.requestTimeMaxMs);
      this.#refuse(unfinished.stream, error);
    }
  }

  /**
   * Ends the calls that are open, of one connection or of all, so that their callers try again
   * elsewhere. Answers how many there were.
   */
  endCalls(session?: ServerHttp2Session): number {
    const meant = [...this.#open].filter((stream) => {
      return !stream.closed && (session === undefined || stream.session === session);
    });
    for (const stream of meant) {
      // What has begun to answer can only be broken off.
      if (stream.headersSent) stream.close(constants.NGHTTP2_CANCEL);
      else this.#refuse(stream, refusals.serverEnding());
    }
    return meant.length;
  }

  #refusalOf(
    path: string,
    method: Counted,
    headers: IncomingHttpHeaders,
  ): MeshErrorFields | undefined {
    const { openCallsMax } = this.#options.limits;
    const over = this.#open.size >= openCallsMax || method.open >= (method.openMax ?? openCallsMax);
    if (over && method.always !== true) {
      return refusals.tooManyCalls(Math.min(openCallsMax, method.openMax ?? openCallsMax));
    }
    return (
      malformedHeader(headers) ??
      deadlineRefusal(path, headers) ??
      this.#options.refuseUnread?.(path, headers)
    );
  }

  #count(stream: ServerHttp2Stream, method: Counted): void {
    this.#open.add(stream);
    method.open += 1;
    // `once` would cost a wrapper and a removal; a stream closes once.
    stream.on('close', () => {
      this.#open.delete(stream);
      method.open -= 1;
    });
  }

  #awaitRequest(stream: ServerHttp2Stream, path: string): void {
    const { clock, limits } = this.#options;
    const unfinished = { stream, path, sinceMs: clock.monotonicMs(), bytes: 0 };
    this.#unfinished.add(unfinished);
    const done = (): void => {
      this.#unfinished.delete(unfinished);
      this.#bytesWaiting -= unfinished.bytes;
      unfinished.bytes = 0;
    };
    stream.on('data', (chunk: Buffer) => {
      unfinished.bytes += chunk.length;
      this.#bytesWaiting += chunk.length;
      const over = this.#bytesWaiting > limits.requestBytesWaitingMax;
      if (!over || unfinished.bytes <= limits.requestBytesFree) return;
      this.#refuse(stream, refusals.tooManyBytes(limits.requestBytesWaitingMax));
    });
    stream.on('end', done);
    stream.on('close', done);
  }

  /** Answers in the place of grpc-js, which finds the stream closed. */
  #refuse(stream: ServerHttp2Stream, error: MeshErrorFields): void {
    if (stream.destroyed || stream.closed) return;
    stream.on('error', () => undefined);
    this.#options.onRefused(error.reason);
    if (!stream.headersSent) {
      const { code, details, metadata } = this.#options.errors.toStatus(error);
      const headers = {
        ':status': constants.HTTP_STATUS_OK,
        'content-type': 'application/grpc+proto',
        'grpc-status': code,
        'grpc-message': encodeURI(details),
        ...metadata.toHttp2Headers(),
      };
      stream.respond(headers, { endStream: true });
    }
    // Tells the caller to stop sending; the answer above stands.
    stream.close(constants.NGHTTP2_NO_ERROR);
  }
}

function malformedHeader(headers: IncomingHttpHeaders): MeshError | undefined {
  for (const name of Object.keys(headers)) {
    if (name.startsWith(':')) continue;
    if (!NAME.test(name)) {
      return refusals.malformedMetadata(JSON.stringify(name), 'is not a name that gRPC has');
    }
    const value = headers[name];
    const wellFormed = Array.isArray(value) ? value.every((each) => VALUE.test(each)) : true;
    if (!wellFormed || (typeof value === 'string' && !VALUE.test(value))) {
      return refusals.malformedMetadata(
        name,
        'must be printable ASCII; send bytes in a "-bin" key',
      );
    }
  }
  return undefined;
}

/** Also brings deadlines to what timers take. */
function deadlineRefusal(path: string, headers: IncomingHttpHeaders): MeshError | undefined {
  const text = headers[TIMEOUT_HEADER];
  if (text === undefined) return undefined;
  const timeoutMs = timeoutMsOf(String(text));
  if (timeoutMs === undefined) {
    return refusals.malformedMetadata(TIMEOUT_HEADER, 'must be 1 to 8 digits and a unit: "250m"');
  }
  if (timeoutMs < 1) return refusals.deadlinePassed(path);
  if (timeoutMs > DEADLINE_MAX_MS) headers[TIMEOUT_HEADER] = DEADLINE_MAX;
  return undefined;
}
