// Brings outbox rows into the change stream as soon as they are committed, and notes in the outbox,
// in batches and off the path of the write, that they are there. A row whose note is lost is
// published again by the relay: consumers go by versions, so twice is as good as once.
import type { Logger } from '@member-mesh/telemetry';
import type { Clock } from '@member-mesh/kernel';

import type { Outbox, Publishing } from './outbox.ts';
import { type ChangeStream, StreamUnreachable } from './ports.ts';
import type { OutboxRow } from './record-store.ts';

const PUBLISH_TIMEOUT_MS = 1_000;
const NOTE_DELAY_MS = 20;
const NOTE_TIMEOUT_MS = 3_000;
const NOTES_MAX = 2_000;

export interface PublishChangesOptions {
  outbox: Outbox;
  stream: ChangeStream;
  clock: Clock;
  logger: Pick<Logger, 'warn'>;
}

export class PublishChanges {
  readonly #options: PublishChangesOptions;
  #notes: Publishing[] = [];
  #timer: NodeJS.Timeout | undefined;
  #noting: Promise<void> = Promise.resolve();

  constructor(options: PublishChangesOptions) {
    this.#options = options;
  }

  /**
   * The stream's sequence of each row, by outbox id; a row that could not be published has none.
   */
  async publish(rows: readonly OutboxRow[]): Promise<Map<string, number>> {
    const sequences = new Map<string, number>();
    await Promise.all(
      rows.map(async (row) => {
        try {
          const { sequence, streamCreatedMs } = await this.#options.stream.publish(
            row,
            PUBLISH_TIMEOUT_MS,
          );
          sequences.set(row.outboxId, sequence);
          this.#note({ row, sequence, streamCreatedMs });
        } catch (error) {
          if (!(error instanceof StreamUnreachable)) throw error;
        }
      }),
    );
    return sequences;
  }

  /** Writes what is not noted yet. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#flush();
    await this.#noting;
  }

  #note(publishing: Publishing): void {
    // What does not fit is found and published again by the relay.
    if (this.#notes.length >= NOTES_MAX) return;
    this.#notes.push(publishing);
    this.#timer ??= setTimeout(() => this.#flush(), NOTE_DELAY_MS);
  }

  #flush(): void {
    this.#timer = undefined;
    const notes = this.#notes;
    this.#notes = [];
    if (notes.length === 0) return;
    this.#noting = this.#noting.then(() => this.#write(notes));
  }

  async #write(notes: readonly Publishing[]): Promise<void> {
    const { outbox, clock, logger } = this.#options;
    const groups = Map.groupBy(notes, (note) => note.row.group);
    const until = { deadlineMs: clock.monotonicMs() + NOTE_TIMEOUT_MS };
    await Promise.all(
      [...groups].map(async ([group, publishings]) => {
        try {
          await outbox.markPublished(group, publishings, until);
        } catch (error) {
          logger.warn(
            { event: 'outbox-note-failed', group, rows: publishings.length, err: error },
            'published rows could not be noted; the relay publishes them again',
          );
        }
      }),
    );
  }
}
