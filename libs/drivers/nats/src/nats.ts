// The whole of NATS as the services use it, behind one interface: moving to another client library
// is this folder.
import { KeyValueBucket, type Bucket, type BucketOptions } from './bucket.ts';
import { openLink, type NatsOptions } from './connection.ts';
import {
  consume,
  consumerProgress,
  type BatchHandler,
  type ConsumeOptions,
  type ConsumerProgress,
} from './consume.ts';
import type { StoredMessage } from './message.ts';
import { scan, type ScanOptions } from './scan.ts';
import {
  countMessages,
  ensureStream,
  messageFrom,
  publish,
  purge,
  streamState,
  type Publication,
  type Published,
  type StreamOptions,
  type StreamState,
} from './streams.ts';

/**
 * Every method that talks to the servers throws NatsUnavailable at once while there is no
 * connection.
 */
export interface Nats {
  connected(): boolean;
  /** Resolves when connected; rejects with the signal's reason. */
  whenConnected(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
  /** Creates the stream, or adopts the one there with these limits. For the stream's owner only. */
  ensureStream(options: StreamOptions): Promise<void>;
  /** Undefined when there is no such stream. */
  streamState(name: string): Promise<StreamState | undefined>;
  /** How many messages of a subject the stream holds; 0 when there is no such stream. */
  countMessages(stream: string, subject: string): Promise<number>;
  /** Removes all messages of a subject; answers how many. For the stream's owner only. */
  purge(stream: string, subject: string): Promise<number>;
  /**
   * Resolves when the stream has stored the message; on NatsUnavailable it may have it all the
   * same, except on NotStored: the stream had no room for it.
   */
  publish(publication: Publication): Promise<Published>;
  /**
   * The first message at or after a sequence whose subject matches; undefined when there is none.
   */
  messageFrom(
    stream: string,
    from: { sequence: number; subject: string },
  ): Promise<StoredMessage | undefined>;
  /** The messages there are now, in order, without acknowledging anything. */
  scan(options: ScanOptions): AsyncGenerator<StoredMessage>;
  /** Hands batches to `handler`, one at a time, until the signal aborts; see ConsumeOptions. */
  consume(options: ConsumeOptions, handler: BatchHandler): Promise<void>;
  /** Undefined when there is no such consumer. */
  consumerProgress(stream: string, durable: string): Promise<ConsumerProgress | undefined>;
  /** Resolves at once; the bucket is created on first use when it is absent. */
  bucket(name: string, options?: BucketOptions): Promise<Bucket>;
}

/** Resolves at once and goes on connecting for ever. */
export function connectNats(options: NatsOptions): Promise<Nats> {
  const link = openLink(options);
  const { logger } = options;
  return Promise.resolve({
    connected: () => link.connected(),
    whenConnected: (signal) => link.whenUp(signal),
    close: () => link.close(),
    ensureStream: (stream) => ensureStream(link, stream),
    streamState: (name) => streamState(link, name),
    countMessages: (stream, subject) => countMessages(link, stream, subject),
    purge: (stream, subject) => purge(link, stream, subject),
    publish: (publication) => publish(link, publication),
    messageFrom: (stream, from) => messageFrom(link, stream, from),
    scan: (scanOptions) => scan(link, scanOptions),
    consume: (consumeOptions, handler) => consume(link, consumeOptions, { logger, handler }),
    consumerProgress: (stream, durable) => consumerProgress(link, stream, durable),
    bucket: (name, bucketOptions) =>
      Promise.resolve(new KeyValueBucket(link, name, bucketOptions ?? {})),
  });
}
