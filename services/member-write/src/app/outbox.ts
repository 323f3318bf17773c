// The outbox as the relay and the housekeeping need it.
import type { OutboxRow, Until } from './record-store.ts';

export interface Publishing {
  row: Pick<OutboxRow, 'group' | 'shard' | 'outboxId'>;
  sequence: number;
  /** When the stream that gave the sequence was made. */
  streamCreatedMs: number;
}

export interface OutboxSweep {
  /** Unpublished rows, locked for this sweep; rows that others sweep are passed over. */
  readonly rows: readonly OutboxRow[];
  markPublished(publishings: readonly Publishing[]): Promise<void>;
  remove(rows: readonly OutboxRow[]): Promise<void>;
  /** From then on they are swept as if they had been written at `nowMs`. */
  setBack(rows: readonly OutboxRow[], nowMs: number): Promise<void>;
}

export interface OutboxCounts {
  unpublished: number;
  rows: number;
}

export interface Outbox {
  /**
   * Runs `work` with rows written before `olderThanMs`, up to an id where one is given; what it
   * marks is kept when it resolves.
   */
  sweep(
    options: {
      group: number;
      olderThanMs: number;
      upToId?: string | undefined;
      limit: number;
      until: Until;
    },
    work: (sweep: OutboxSweep) => Promise<void>,
  ): Promise<number>;
  markPublished(group: number, publishings: readonly Publishing[], until: Until): Promise<void>;
  /** The greatest id of a committed row that is not published; undefined when all are. */
  lastUnpublished(group: number, until: Until): Promise<string | undefined>;
  /** Ids of changes and claims that are not published, at most `limit`. */
  unpublished(
    group: number,
    bound: { upToId: string; limit: number },
    until: Until,
  ): Promise<string[]>;
  counts(group: number, until: Until): Promise<OutboxCounts>;
  /** Deletes rows of the stream up to a sequence. */
  prune(group: number, bound: PruneBound, until: Until): Promise<number>;
  /** Marks rows as unpublished that the stream no longer has. Answers how many. */
  reopenLost(group: number, stream: StreamExtent, until: Until): Promise<number>;
  /** The greatest sequence that rows of this stream were given. */
  lastSequence(group: number, streamCreatedMs: number, until: Until): Promise<number>;
}

export interface PruneBound {
  streamCreatedMs: number;
  upToSequence: number;
}

export interface StreamExtent {
  createdMs: number;
  lastSequence: number;
  /** Rows with a greater sequence were written after the extent was read. */
  seenSequence: number;
}
