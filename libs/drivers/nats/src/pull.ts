// One pull from a consumer that answers as soon as anything is there. The client library's own
// fetch waits until the batch is full or its time is up, and its prefetching consumer holds
// messages nobody works on: this does neither.
import type { Msg } from 'nats';

import type { Link, Session } from './connection.ts';
import { toMessage, type Message } from './message.ts';

const NANOS_PER_MS = 1_000_000;
// The server ends each pull by itself, but says nothing at all when the consumer is not there.
const END_GRACE_MS = 2_000;

export interface PullOptions {
  stream: string;
  consumer: string;
  batchMax: number;
  /** Most bytes of the batch; undefined for no bound. */
  bytesMax: number | undefined;
  /** How long to wait for a first message. */
  waitMs: number;
  signal: AbortSignal;
}

/**
 * `full`: the next message has more bytes than the batch has room for. `lost`: there is no such
 * consumer (any more), or JetStream does not answer. `busy`: the server cannot serve the pull now.
 */
export type PullEnd = 'done' | 'full' | 'lost' | 'busy';

export interface Pulled {
  messages: Message[];
  end: PullEnd;
}

// 404 nothing there, 408 the wait or the batch is over; 409 the next message is too much for the
// batch, the consumer was deleted or one of its limits is reached; 503 nobody listens on the
// consumer's subject.
function endOf(raw: Msg): PullEnd | undefined {
  const { headers } = raw;
  if (!headers || raw.data.length > 0 || headers.code === 0) return undefined;
  if (headers.code === 404) return 'done';
  if (headers.code === 408) return headers.description === 'Requests Pending' ? 'busy' : 'done';
  if (headers.code === 409) return END_OF_CONFLICT[headers.description] ?? 'busy';
  if (headers.code === 503) return 'lost';
  return undefined;
}

const END_OF_CONFLICT: Readonly<Record<string, PullEnd>> = {
  'Consumer Deleted': 'lost',
  'Message Size Exceeds MaxBytes': 'full',
};

/**
 * Waits for a first message and takes what is there with it, `batchMax` and `bytesMax` at most.
 * Ended by its signal or its time, it also answers what the server has sent until then: thrown
 * away, that would be nobody's until its ack wait is over.
 */
export function pull(link: Link, session: Session, options: PullOptions): Promise<Pulled> {
  const { connection, newInbox } = session;
  const { signal, batchMax, bytesMax } = options;
  return new Promise((resolve) => {
    const messages: Message[] = [];
    const finish = (end: PullEnd): void => {
      clearTimeout(timer);
      removeListener();
      signal.removeEventListener('abort', onAbort);
      subscription.unsubscribe();
      resolve({ messages, end });
    };
    const giveUp = (end: PullEnd): void => {
      clearTimeout(timer);
      timer = setTimeout(() => finish(end), END_GRACE_MS);
      // Ends behind the last message of the server.
      subscription.drain().then(
        () => finish(end),
        () => finish(end),
      );
    };
    const onAbort = (): void => giveUp('done');
    let timer = setTimeout(() => giveUp('lost'), options.waitMs + END_GRACE_MS);
    const removeListener = link.onChange(() => finish('lost'));
    const inbox = newInbox();
    const subscription = connection.subscribe(inbox, {
      callback: (error, raw) => {
        if (error) return finish('lost');
        const end = endOf(raw);
        if (end) return finish(end);
        if (raw.headers?.code === 100) return;
        messages.push(toMessage(connection, raw));
        if (messages.length === batchMax) finish('done');
      },
    });
    signal.addEventListener('abort', onAbort, { once: true });
    // With both no_wait and expires the server waits for a first message, then sends what it has.
    const expires = options.waitMs * NANOS_PER_MS;
    const request = { batch: batchMax, max_bytes: bytesMax, expires, no_wait: true };
    connection.publish(
      `$JS.API.CONSUMER.MSG.NEXT.${options.stream}.${options.consumer}`,
      JSON.stringify(request),
      { reply: inbox },
    );
  });
}
