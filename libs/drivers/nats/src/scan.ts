// Reads a stream from some sequence to its present end, without a durable and without acknowledging
// anything.
import { AckPolicy, DeliverPolicy } from 'nats';

import { onSession, type Link } from './connection.ts';
import { CODE_CONSUMER_NOT_FOUND, isRefusal, NatsUnavailable } from './errors.ts';
import type { StoredMessage } from './message.ts';
import { pull } from './pull.ts';

const NANOS_PER_MS = 1_000_000;
const BATCH = 256;
const PULL_WAIT_MS = 1_000;
const INACTIVE_MS = 30_000;

export interface ScanOptions {
  stream: string;
  /** Only messages of this subject; wildcards are allowed. */
  subject: string;
  fromSequence: number;
  signal: AbortSignal;
}

/**
 * The messages there are now, in the stream's order. Throws NatsUnavailable when the connection is
 * lost midway.
 */
export async function* scan(link: Link, options: ScanOptions): AsyncGenerator<StoredMessage> {
  const { stream, subject, signal } = options;
  const consumer = await onSession(link, ({ manager }) =>
    manager.consumers.add(stream, {
      ack_policy: AckPolicy.None,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: Math.max(1, options.fromSequence),
      filter_subject: subject,
      inactive_threshold: INACTIVE_MS * NANOS_PER_MS,
      mem_storage: true,
    }),
  );
  try {
    let left = consumer.num_pending;
    while (left > 0 && !signal.aborted) {
      const { messages, end } = await pull(link, link.session(), {
        ...{ stream, consumer: consumer.name, batchMax: BATCH, waitMs: PULL_WAIT_MS, signal },
        bytesMax: undefined,
      });
      if (end === 'lost' || !link.connected()) throw new NatsUnavailable('lost while scanning');
      // Fewer than were counted: the stream's limits took the others away.
      if (messages.length === 0) return;
      left -= messages.length;
      yield* messages;
    }
  } finally {
    await onSession(link, ({ manager }) => manager.consumers.delete(stream, consumer.name)).catch(
      (error: unknown) => {
        // The server forgets an idle consumer by itself.
        if (error instanceof NatsUnavailable || isRefusal(error, CODE_CONSUMER_NOT_FOUND)) return;
        throw error;
      },
    );
  }
}
