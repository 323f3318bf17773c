// Calls as no gRPC library makes them: any path, any header, any bytes, over a plain HTTP/2 client.
import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type OutgoingHttpHeaders,
} from 'node:http2';

import type { Contracts, FieldViolation } from '@member-mesh/contracts';

export interface RawCall {
  path: string;
  headers?: OutgoingHttpHeaders;
  /** Written as they are; see `framed`. */
  chunks?: readonly Buffer[];
  /** Whether the request ends; true unless said otherwise. */
  ends?: boolean;
}

export interface RawAnswer {
  httpStatus: number;
  /** The number of the gRPC status; undefined when there was none. */
  code: number | undefined;
  message: string;
  reason: string;
  domain: string;
  violations: FieldViolation[];
  /** Bytes of all headers and trailers, as HTTP/2 counts them. */
  headerBytes: number;
  resetCode: number;
}

const GRPC_HEADERS = { ':method': 'POST', 'content-type': 'application/grpc', te: 'trailers' };

/** A message with the five bytes that gRPC puts before it. */
export function framed(message: Buffer, compressed = 0): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(compressed, 0);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

export async function connectRaw(port: number): Promise<ClientHttp2Session> {
  const session = connect(`http://127.0.0.1:${port}`);
  session.on('error', () => undefined);
  await once(session, 'connect');
  return session;
}

export function openCall(session: ClientHttp2Session, call: RawCall): ClientHttp2Stream {
  const { path, headers = {}, chunks = [], ends = true } = call;
  const stream = session.request({ ...GRPC_HEADERS, ...headers, ':path': path });
  stream.on('error', () => undefined);
  for (const chunk of chunks) stream.write(chunk);
  if (ends) stream.end();
  return stream;
}

/** What the server says, once its side of the stream has ended. */
export async function answerOf(contracts: Contracts, stream: ClientHttp2Stream) {
  const seen: Record<string, unknown> = {};
  stream.on('response', (headers) => Object.assign(seen, headers));
  stream.on('trailers', (headers) => Object.assign(seen, headers));
  stream.resume();
  if (!stream.closed && !stream.readableEnded) {
    await new Promise((resolve) => stream.once('end', resolve).once('close', resolve));
  }
  const texts = Object.entries(seen).map(([name, value]) => `${name}${String(value)}`);
  const answer: RawAnswer = {
    httpStatus: Number(seen[':status'] ?? 0),
    code: seen['grpc-status'] === undefined ? undefined : Number(seen['grpc-status']),
    message: decodeURI(textOf(seen['grpc-message'])),
    reason: '',
    domain: '',
    violations: [],
    headerBytes: texts.reduce((sum, text) => sum + text.length + 32, 0),
    resetCode: stream.rstCode ?? 0,
  };
  const wire = seen['grpc-status-details-bin'];
  if (typeof wire === 'string') readDetails(contracts, Buffer.from(wire, 'base64'), answer);
  return answer;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function readDetails({ messages }: Contracts, wire: Buffer, answer: RawAnswer): void {
  const { details } = messages.rpcStatus.decode(wire);
  for (const any of details as unknown as { type_url: string; value: Buffer }[]) {
    if (any.type_url.endsWith('.ErrorInfo')) {
      const { reason, domain } = messages.errorInfo.decode(any.value);
      Object.assign(answer, { reason, domain });
    } else if (any.type_url.endsWith('.BadRequest')) {
      answer.violations = messages.badRequest.decode(any.value).fieldViolations;
    }
  }
}
