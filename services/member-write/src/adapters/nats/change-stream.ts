// The stream MEMBER_CHANGES on JetStream: this service is its owner and its only publisher.
import { type Nats, NatsRefused, NatsUnavailable } from '@member-mesh/driver-nats';

import {
  type ChangeStream,
  type PublishableRow,
  type PublishedChange,
  StreamUnreachable,
} from '../../app/ports.ts';

const STREAM = 'MEMBER_CHANGES';
const SUBJECTS = 'member.changes';
const INDEX_CONSUMERS = ['index-order-a', 'index-order-b', 'index-marketing'];
const MAX_AGE_MS = 3 * 24 * 3_600_000;
const DUPLICATE_WINDOW_MS = 120_000;

export interface StreamExtent {
  createdMs: number;
  firstSequence: number;
  lastSequence: number;
}

export class NatsChangeStream implements ChangeStream {
  readonly #nats: Nats;
  readonly #maxBytes: number;
  #createdMs: number | undefined;

  constructor(nats: Nats, options: { maxBytes: number }) {
    this.#nats = nats;
    this.#maxBytes = options.maxBytes;
  }

  publish(row: PublishableRow, timeoutMs: number): Promise<PublishedChange> {
    return translated(async () => {
      // Known before the message is sent: a sequence is never credited to a stream that was made
      // later than the one that gave it.
      const streamCreatedMs = this.#createdMs ?? (await this.state()).createdMs;
      const { sequence } = await this.#nats.publish({
        subject: `${SUBJECTS}.${row.group}`,
        payload: row.payload,
        id: `${row.group}-${row.shard}-${row.outboxId}`,
        timeoutMs,
        ...(row.trace === '' ? {} : { headers: { traceparent: row.trace } }),
      });
      return { sequence, streamCreatedMs };
    });
  }

  state(): Promise<StreamExtent> {
    return translated(async () => {
      const state = (await this.#nats.streamState(STREAM)) ?? (await this.#create());
      if (!state) throw new StreamUnreachable(`${STREAM} was made and is not there`);
      const { createdMs, firstSequence, lastSequence } = state;
      this.#createdMs = createdMs;
      return { createdMs, firstSequence, lastSequence };
    });
  }

  appliedSequence(): Promise<number> {
    return translated(async () => {
      const progress = await Promise.all(
        INDEX_CONSUMERS.map((durable) => this.#nats.consumerProgress(STREAM, durable)),
      );
      // A consumer that is not there yet begins at the first message when it comes.
      return Math.min(...progress.map((each) => each?.ackFloor ?? 0));
    });
  }

  /** Creates the stream, or gives the one there the limits of this version. */
  ensure(): Promise<void> {
    return translated(async () => {
      await this.#create();
    });
  }

  async #create(): ReturnType<Nats['streamState']> {
    await this.#nats.ensureStream({
      name: STREAM,
      subjects: [`${SUBJECTS}.*`],
      maxAgeMs: MAX_AGE_MS,
      maxBytes: this.#maxBytes,
      duplicateWindowMs: DUPLICATE_WINDOW_MS,
    });
    return await this.#nats.streamState(STREAM);
  }
}

async function translated<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (!(error instanceof NatsUnavailable || error instanceof NatsRefused)) throw error;
    throw new StreamUnreachable(error.message, { cause: error });
  }
}
