// Durable consumers: a loop that pulls a batch, hands it over and pulls the next. It outlives lost
// connections, lost consumers and streams that are not there yet, and holds no more than one batch.
import { AckPolicy, DeliverPolicy } from 'nats';

import { sleep } from '@member-mesh/kernel';

import { onSession, type Link, type NatsLogger } from './connection.ts';
import {
  CODE_CONSUMER_NOT_FOUND,
  CODE_STREAM_NOT_FOUND,
  isRefusal,
  NatsUnavailable,
} from './errors.ts';
import type { Message } from './message.ts';
import { pull } from './pull.ts';

const NANOS_PER_MS = 1_000_000;
const PULL_WAIT_MS = 5_000;
const TROUBLE_PAUSE_MS = 500;
const BUSY_PAUSE_MS = 20;
/** Bounds what a consumer holds, and how long it takes with it, where messages are large. */
const BATCH_BYTES_MAX = 1_048_576;
const FAILED_BATCH_DELAY_MS = 1_000;
/** How often the ack wait of a batch in hand begins anew within one. */
const EXTENSIONS_PER_ACK_WAIT = 3;

export interface ConsumeOptions {
  stream: string;
  durable: string;
  /**
   * Most messages handed over at once: fewer when they are large, so that a batch of several holds
   * a megabyte at most.
   */
  batchMax: number;
  /**
   * A message in the hands of a process that died or hangs is delivered again after so long; one
   * whose handler is at work is not, however long that takes.
   */
  ackWaitMs: number;
  /** Most messages in the hands of all who share the durable. */
  maxAckPending: number;
  signal: AbortSignal;
  /** Asked before each pull; resolves when the next batch may be fetched. */
  beforePull?: (() => Promise<void>) | undefined;
}

export interface ConsumerProgress {
  /** Everything up to this sequence was acknowledged. */
  ackFloor: number;
  /** Messages not delivered yet. */
  pending: number;
  /** Messages delivered and not acknowledged. */
  ackPending: number;
}

export type BatchHandler = (batch: Message[]) => Promise<void>;

/**
 * Creates the durable, or gives the one there these limits. A fresh one starts with the stream's
 * first message.
 */
async function ensureConsumer(link: Link, options: ConsumeOptions): Promise<void> {
  await onSession(link, ({ manager }) =>
    manager.consumers.add(options.stream, {
      durable_name: options.durable,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ack_wait: options.ackWaitMs * NANOS_PER_MS,
      max_ack_pending: options.maxAckPending,
      max_deliver: -1,
    }),
  );
}

async function handOver(
  batch: Message[],
  handler: BatchHandler,
  context: { logger: NatsLogger; options: ConsumeOptions },
): Promise<void> {
  const everyMs = context.options.ackWaitMs / EXTENSIONS_PER_ACK_WAIT;
  const extending = setInterval(() => batch.forEach((message) => message.extend()), everyMs);
  try {
    await handler(batch);
  } catch (error) {
    const { stream, durable } = context.options;
    const fields = { stream, durable, messages: batch.length, error: String(error) };
    context.logger.warn(fields, 'a batch failed; it will be delivered again');
    for (const message of batch) message.nak(FAILED_BATCH_DELAY_MS);
  } finally {
    clearInterval(extending);
  }
}

async function pullOnce(
  link: Link,
  options: ConsumeOptions,
  context: { logger: NatsLogger; handler: BatchHandler },
): Promise<'lost' | undefined> {
  const { stream, durable, batchMax, signal } = options;
  const session = link.session();
  const wanted = { stream, consumer: durable, waitMs: PULL_WAIT_MS, signal };
  let pulled = await pull(link, session, { ...wanted, batchMax, bytesMax: BATCH_BYTES_MAX });
  // The next message alone is larger than a batch may be.
  if (pulled.end === 'full' && pulled.messages.length === 0) {
    pulled = await pull(link, session, { ...wanted, batchMax: 1, bytesMax: undefined });
  }
  if (pulled.messages.length > 0) {
    // After an abort nobody should begin new work: somebody else gets the messages at once.
    if (signal.aborted) for (const message of pulled.messages) message.nak(0);
    else await handOver(pulled.messages, context.handler, { logger: context.logger, options });
  }
  if (pulled.end === 'busy') await sleep(BUSY_PAUSE_MS, signal);
  return pulled.end === 'lost' ? 'lost' : undefined;
}

/**
 * Hands batches to `handler`, one at a time, until the signal aborts; the batch in hand is finished
 * first. Several processes (and several loops of one) may share a durable. When the handler fails,
 * the whole batch comes again after a second: acknowledging a message twice does no harm.
 */
export async function consume(
  link: Link,
  options: ConsumeOptions,
  context: { logger: NatsLogger; handler: BatchHandler },
): Promise<void> {
  const { signal } = options;
  let ensured = false;
  while (!signal.aborted) {
    try {
      await link.whenUp(signal);
      if (!ensured) await ensureConsumer(link, options);
      ensured = true;
      await options.beforePull?.();
      if (signal.aborted) return;
      if ((await pullOnce(link, options, context)) === 'lost') ensured = false;
    } catch (error) {
      if (signal.aborted) return;
      ensured = false;
      const expected = error instanceof NatsUnavailable || isRefusal(error, CODE_STREAM_NOT_FOUND);
      const { stream, durable } = options;
      const fields = { stream, durable, error: String(error) };
      if (!expected) context.logger.warn(fields, 'cannot consume for now');
      await sleep(TROUBLE_PAUSE_MS, signal).catch(() => undefined);
    }
  }
}

/** How far the consumer has come; undefined when there is no such consumer. */
export async function consumerProgress(
  link: Link,
  stream: string,
  durable: string,
): Promise<ConsumerProgress | undefined> {
  try {
    return await onSession(link, async ({ manager }) => {
      const info = await manager.consumers.info(stream, durable);
      const idle = info.num_ack_pending === 0;
      const delivered = info.delivered.stream_seq;
      return {
        ackFloor: idle ? Math.max(delivered, info.ack_floor.stream_seq) : info.ack_floor.stream_seq,
        pending: info.num_pending,
        ackPending: info.num_ack_pending,
      };
    });
  } catch (error) {
    if (isRefusal(error, CODE_CONSUMER_NOT_FOUND, CODE_STREAM_NOT_FOUND)) return undefined;
    throw error;
  }
}
