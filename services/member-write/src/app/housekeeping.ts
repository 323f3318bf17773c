// Keeps the outbox as small as it may be and as long as it must be: a row goes when every index has
// applied it, and comes back to life when the stream lost it. Answers of requests go after a day.
import { type Clock, sleep } from '@member-mesh/kernel';
import type { Logger } from '@member-mesh/telemetry';

import type { Outbox } from './outbox.ts';
import { type ChangeStream, StreamUnreachable, type WriteObserver } from './ports.ts';
import { StoreFailure, type Until } from './record-store.ts';

export interface AnswerLife {
  /** Deletes answers and claims made before; answers how many. */
  pruneAnswers(group: number, olderThanMs: number, until: Until): Promise<number>;
}

export interface HousekeepingOptions {
  groups: readonly number[];
  outbox: Outbox;
  answers: AnswerLife;
  stream: ChangeStream;
  clock: Clock;
  observer: WriteObserver;
  logger: Pick<Logger, 'warn' | 'info'>;
}

const ROUND_EVERY_MS = 5_000;
const ROUND_TIMEOUT_MS = 10_000;
/** An hour longer than answers live, so that no clock finds one gone that should be there. */
const ANSWERS_KEPT_MS = 25 * 3_600_000;

export class Housekeeping {
  readonly #options: HousekeepingOptions;

  constructor(options: HousekeepingOptions) {
    this.#options = options;
  }

  /** Tidies each group by itself until the signal aborts: one that is away delays no other. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#options.groups.map((group) => this.#tidyForEver(group, signal)));
  }

  /** One round over a group. Throws StoreFailure or StreamUnreachable. */
  async round(group: number): Promise<void> {
    const { answers, clock } = this.#options;
    const until = { deadlineMs: clock.monotonicMs() + ROUND_TIMEOUT_MS };
    await answers.pruneAnswers(group, clock.nowMs() - ANSWERS_KEPT_MS, until);
    await this.reopen(group, until);
    await this.#prune(group, until);
  }

  async #tidyForEver(group: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.round(group).catch((error: unknown) => {
        if (!(error instanceof StoreFailure || error instanceof StreamUnreachable)) throw error;
        this.#options.logger.warn(
          { event: 'housekeeping-waits', group, err: error },
          'the outbox cannot be tidied now',
        );
      });
      await sleep(ROUND_EVERY_MS, signal).catch(() => undefined);
    }
  }

  /**
   * Marks as unpublished what the stream lost: what was given a sequence of another stream, or one
   * behind this stream's end. Throws StoreFailure or StreamUnreachable.
   */
  async reopen(group: number, until: Until): Promise<void> {
    const { outbox, stream, observer, logger } = this.#options;
    const before = await stream.state();
    const seenSequence = await outbox.lastSequence(group, before.createdMs, until);
    const { createdMs, lastSequence } = await stream.state();
    if (createdMs !== before.createdMs) return;
    const extent = { createdMs, lastSequence, seenSequence };
    const reopened = await outbox.reopenLost(group, extent, until);
    if (reopened === 0) return;
    observer.repaired('reopened', reopened);
    logger.info(
      { event: 'stream-lost', group, rows: reopened },
      'the change stream lost messages; they are published again',
    );
  }

  /**
   * What the stream no longer keeps has no reader either: an index that missed it is built anew.
   */
  async #prune(group: number, until: Until): Promise<void> {
    const { outbox, stream } = this.#options;
    const { createdMs, firstSequence } = await stream.state();
    const applied = await stream.appliedSequence();
    // Progress on a stream that was made anew says nothing of the rows of the one before.
    if ((await stream.state()).createdMs !== createdMs) return;
    const upToSequence = Math.max(applied, firstSequence - 1);
    await outbox.prune(group, { streamCreatedMs: createdMs, upToSequence }, until);
  }
}
