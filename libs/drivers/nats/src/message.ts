// A message of a stream as our services see it: bytes, plain headers, and the acknowledgements as
// functions.
import { headers as newHeaders, type Msg, type MsgHdrs, type NatsConnection } from 'nats';

import { invariant } from '@member-mesh/kernel';

/** A message as the stream keeps it. */
export interface StoredMessage {
  subject: string;
  payload: Buffer;
  headers: Record<string, string>;
  /** Its place in the stream. */
  sequence: number;
  /** When the stream took it. */
  timestampMs: number;
}

/**
 * A message as a consumer is given it. Without ack or nak it comes again after the consumer's ack
 * wait.
 */
export interface Message extends StoredMessage {
  /** How often it was delivered, this time counted. */
  deliveries: number;
  ack(): void;
  /** Asks for it again after `delayMs`. */
  nak(delayMs: number): void;
  /** Starts its ack wait anew, unless it was acknowledged or asked for again. */
  extend(): void;
}

const NANOS_PER_MS = 1_000_000;
const ACK_TOKENS_PLAIN = 9;

export function plainHeaders(headers: MsgHdrs | undefined): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const key of headers?.keys() ?? []) plain[key] = headers?.get(key) ?? '';
  return plain;
}

export function wireHeaders(plain: Record<string, string>): MsgHdrs {
  const headers = newHeaders();
  for (const [key, value] of Object.entries(plain)) headers.set(key, value);
  return headers;
}

/** The delivery facts that JetStream packs into the reply subject "$JS.ACK.<…>" (its ADR 15). */
export function parseAckSubject(subject: string): {
  deliveries: number;
  sequence: number;
  timestampMs: number;
} {
  const tokens = subject.split('.');
  // The newer form carries a domain and an account hash after "$JS.ACK".
  const first = tokens.length === ACK_TOKENS_PLAIN ? 4 : 6;
  const deliveries = Number(tokens[first]);
  const sequence = Number(tokens[first + 1]);
  const nanos = Number(tokens[first + 3]);
  invariant(sequence > 0 && deliveries > 0, `not an acknowledgement subject: ${subject}`);
  return { deliveries, sequence, timestampMs: Math.floor(nanos / NANOS_PER_MS) };
}

export function toMessage(connection: NatsConnection, raw: Msg): Message {
  const reply = raw.reply ?? '';
  let answered = false;
  // A connection that is closed cannot acknowledge: the message comes again to somebody else.
  const tell = (text: string): void => {
    if (!connection.isClosed()) connection.publish(reply, text);
  };
  const answer = (text: string): void => {
    answered = true;
    tell(text);
  };
  return {
    subject: raw.subject,
    payload: Buffer.from(raw.data.buffer, raw.data.byteOffset, raw.data.byteLength),
    headers: plainHeaders(raw.headers),
    ...parseAckSubject(reply),
    ack: () => answer('+ACK'),
    nak: (delayMs) => answer(`-NAK {"delay": ${Math.ceil(delayMs * NANOS_PER_MS)}}`),
    extend: () => {
      if (!answered) tell('+WPI');
    },
  };
}
