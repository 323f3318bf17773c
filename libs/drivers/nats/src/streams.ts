// Streams: made or adopted by their owner, published to with an acknowledgement, and read by
// sequence.
import {
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
  type StreamInfo,
} from 'nats';

import { onSession, type Link } from './connection.ts';
import {
  CODE_MESSAGE_NOT_FOUND,
  CODE_STREAM_NAME_IN_USE,
  CODE_STREAM_NOT_FOUND,
  isRefusal,
} from './errors.ts';
import { plainHeaders, wireHeaders, type StoredMessage } from './message.ts';

const NANOS_PER_MS = 1_000_000;

export interface StreamOptions {
  name: string;
  subjects: readonly string[];
  /** 0 for ever. */
  maxAgeMs: number;
  maxBytes: number;
  /** What a full stream does with the next message; 'drop-oldest' unless told. */
  whenFull?: 'drop-oldest' | 'refuse';
  /** How long a message id is remembered, to drop a second publish of it. */
  duplicateWindowMs: number;
}

export interface StreamState {
  firstSequence: number;
  lastSequence: number;
  messages: number;
  bytes: number;
  maxBytes: number;
  maxAgeMs: number;
  /** When the stream was made: another value means that the stream was lost and made anew. */
  createdMs: number;
}

export interface Publication {
  subject: string;
  payload: Buffer;
  /** The message's id: a second publish of it within the duplicate window is dropped. */
  id: string;
  headers?: Record<string, string> | undefined;
  timeoutMs: number;
}

export interface Published {
  sequence: number;
  duplicate: boolean;
}

type Wanted = Pick<
  StreamConfig,
  'subjects' | 'max_age' | 'max_bytes' | 'duplicate_window' | 'discard'
>;

function wantedConfig(options: StreamOptions): Wanted {
  return {
    subjects: [...options.subjects],
    max_age: options.maxAgeMs * NANOS_PER_MS,
    max_bytes: options.maxBytes,
    duplicate_window: options.duplicateWindowMs * NANOS_PER_MS,
    discard: options.whenFull === 'refuse' ? DiscardPolicy.New : DiscardPolicy.Old,
  };
}

function differs(present: StreamConfig, wanted: Wanted): boolean {
  const same =
    present.max_age === wanted.max_age &&
    present.max_bytes === wanted.max_bytes &&
    present.duplicate_window === wanted.duplicate_window &&
    present.discard === wanted.discard &&
    present.subjects.join() === wanted.subjects.join();
  return !same;
}

/**
 * Creates the stream, or adopts the one there with the limits given. For the stream's owner only.
 */
export function ensureStream(link: Link, options: StreamOptions): Promise<void> {
  const wanted = wantedConfig(options);
  return onSession(link, async ({ manager }) => {
    const retention = RetentionPolicy.Limits;
    const fresh = { name: options.name, retention, storage: StorageType.File, ...wanted };
    // Looked for first: the server refuses to add for want of storage before it says that the
    // stream is there.
    const present = await presentStream(link, options.name);
    if (present) {
      if (differs(present.config, wanted)) await manager.streams.update(options.name, wanted);
      return;
    }
    try {
      await onSession(link, () => manager.streams.add(fresh));
    } catch (error) {
      // Another process was faster, with the same options.
      if (!isRefusal(error, CODE_STREAM_NAME_IN_USE)) throw error;
    }
  });
}

async function presentStream(link: Link, name: string): Promise<StreamInfo | undefined> {
  try {
    return await onSession(link, ({ manager }) => manager.streams.info(name));
  } catch (error) {
    if (isRefusal(error, CODE_STREAM_NOT_FOUND)) return undefined;
    throw error;
  }
}

/** What the stream holds; undefined when there is no such stream. */
export async function streamState(link: Link, name: string): Promise<StreamState | undefined> {
  const present = await presentStream(link, name);
  if (!present) return undefined;
  const { state, config, created } = present;
  return {
    firstSequence: state.first_seq,
    lastSequence: state.last_seq,
    messages: state.messages,
    bytes: state.bytes,
    maxBytes: config.max_bytes,
    maxAgeMs: config.max_age / NANOS_PER_MS,
    createdMs: Date.parse(String(created)),
  };
}

/** How many messages of a subject the stream holds; 0 when there is no such stream. */
export async function countMessages(link: Link, name: string, subject: string): Promise<number> {
  try {
    return await onSession(link, async ({ manager }) => {
      const { state } = await manager.streams.info(name, { subjects_filter: subject });
      return Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
    });
  } catch (error) {
    if (isRefusal(error, CODE_STREAM_NOT_FOUND)) return 0;
    throw error;
  }
}

/** Removes all messages of a subject. For the stream's owner only. */
export function purge(link: Link, name: string, subject: string): Promise<number> {
  return onSession(link, async ({ manager }) => {
    return (await manager.streams.purge(name, { filter: subject })).purged;
  });
}

/**
 * Stores one message; resolves when the stream has it. On NatsUnavailable it may have it all the
 * same, except on NotStored.
 */
export function publish(link: Link, publication: Publication): Promise<Published> {
  return onSession(link, async ({ jetstream }) => {
    const { subject, payload, id, headers, timeoutMs } = publication;
    const options = { msgID: id, timeout: timeoutMs, retries: 1 };
    const ack = await jetstream.publish(
      subject,
      payload,
      headers ? { ...options, headers: wireHeaders(headers) } : options,
    );
    return { sequence: ack.seq, duplicate: ack.duplicate };
  });
}

/** The first message at or after `sequence` whose subject matches; undefined when there is none. */
export async function messageFrom(
  link: Link,
  stream: string,
  from: { sequence: number; subject: string },
): Promise<StoredMessage | undefined> {
  try {
    return await onSession(link, async ({ manager }) => {
      const query = { seq: Math.max(1, from.sequence), next_by_subj: from.subject };
      const found = await manager.streams.getMessage(stream, query);
      return {
        subject: found.subject,
        payload: Buffer.from(found.data),
        headers: plainHeaders(found.header),
        sequence: found.seq,
        timestampMs: found.time.getTime(),
      };
    });
  } catch (error) {
    if (isRefusal(error, CODE_MESSAGE_NOT_FOUND, CODE_STREAM_NOT_FOUND)) return undefined;
    throw error;
  }
}
