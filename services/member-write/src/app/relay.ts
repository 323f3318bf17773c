// Finishes what writes that died left in the outbox: publishes what was committed and not
// published, frees accounts that name a member which never came to list them, and ends releases.
// Every process sweeps; rows that another one sweeps are passed over. Young rows are left to the
// write that made them.
import { type Clock, sleep } from '@member-mesh/kernel';
import type { Logger } from '@member-mesh/telemetry';

import type { Outbox, OutboxSweep, Publishing } from './outbox.ts';
import { type ChangeStream, StreamUnreachable, type WriteObserver } from './ports.ts';
import { type OutboxRow, StoreFailure, type Until } from './record-store.ts';
import { type Vetted, VetRows, type VetRowsOptions } from './vet-rows.ts';

export interface RelayOptions extends VetRowsOptions {
  outbox: Pick<Outbox, 'sweep' | 'lastUnpublished' | 'unpublished'>;
  stream: ChangeStream;
  clock: Clock;
  observer: WriteObserver;
  logger: Pick<Logger, 'warn'>;
}

const SWEEP_EVERY_MS = 500;
const MATURE_MS = 1_000;
const SWEEP_ROWS_MAX = 200;
const SWEEP_TIMEOUT_MS = 8_000;
const PUBLISH_TIMEOUT_MS = 2_000;
const FLUSH_PAUSE_MS = 20;
/** Longer than a write takes from its commit to the note that it is published. */
const IN_FLIGHT_LOOKS_MAX = 5;
/** More than this many open rows are not told apart: the group is not published. */
const OPEN_ROWS_MAX = 1_000;

type Later = Vetted & { kind: 'later' };

interface Swept {
  /** The next sweep finds other rows, and there may be some. */
  goesOn: boolean;
  /** How many rows the stream did not take. */
  refused: number;
  later: readonly Later[];
}

const NOTHING_SWEPT: Swept = { goesOn: false, refused: 0, later: [] };

export class Relay {
  readonly #options: RelayOptions;
  readonly #vetting: VetRows;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#vetting = new VetRows(options);
  }

  /** Sweeps all groups until the signal aborts. A group in trouble does not hold up the others. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#options.store.groups.map((group) => this.#sweepForEver(group, signal)));
  }

  /**
   * Resolves when every change of the group that was acknowledged before the call is in the stream:
   * what was committed and published, and account rows committed ahead that their members list.
   * @throws StoreFailure when the deadline comes first, or as soon as it is known that the rows
   * cannot be told apart without another group, which is away; StreamUnreachable.
   */
  async flush(group: number, until: Until): Promise<void> {
    const { outbox, clock } = this.#options;
    const last = await outbox.lastUnpublished(group, until);
    if (last === undefined) return;
    if (await this.#isSettledByItself(group, last, until)) return;
    const unacknowledged = new Set<string>();
    for (;;) {
      // The clocks of other processes may be ahead: rows of any age are taken up.
      const { refused, later } = await this.#sweep(
        group,
        { ageMs: -SWEEP_TIMEOUT_MS, upToId: last },
        until,
      );
      if (refused > 0) throw new StreamUnreachable(`group ${group} could not be published`);
      for (const { row, blocking } of later) {
        if (blocking.kind === 'nothing') unacknowledged.add(row.outboxId);
      }
      const bound = { upToId: last, limit: OPEN_ROWS_MAX };
      const unpublished = await outbox.unpublished(group, bound, until);
      const open = new Set(unpublished.filter((id) => !unacknowledged.has(id)));
      if (open.size === 0 && unpublished.length < OPEN_ROWS_MAX) return;
      refuseToWait(group, later, open);
      if (clock.monotonicMs() >= until.deadlineMs) {
        throw new StoreFailure('deadline', `group ${group} has changes that are not published`);
      }
      await sleep(FLUSH_PAUSE_MS, until.signal);
    }
  }

  /**
   * Whether the writes that made the rows have published them after all: most rows that are found
   * are on their way, and taking them up would send each of them twice.
   */
  async #isSettledByItself(group: number, upToId: string, until: Until): Promise<boolean> {
    for (let look = 0; look < IN_FLIGHT_LOOKS_MAX; look++) {
      await sleep(FLUSH_PAUSE_MS, until.signal);
      const bound = { upToId, limit: 1 };
      if ((await this.#options.outbox.unpublished(group, bound, until)).length === 0) return true;
    }
    return false;
  }

  /** One sweep of rows that were written or set back `ageMs` ago, up to an id. */
  async #sweep(
    group: number,
    { ageMs, upToId }: { ageMs: number; upToId?: string },
    until: Until,
  ): Promise<Swept> {
    const { outbox, clock } = this.#options;
    const olderThanMs = clock.nowMs() - ageMs;
    let swept = NOTHING_SWEPT;
    const options = { group, olderThanMs, upToId, limit: SWEEP_ROWS_MAX, until };
    await outbox.sweep(options, async (sweep) => {
      swept = await this.#finish(sweep, until);
    });
    return swept;
  }

  async #sweepForEver(group: number, signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#options;
    let troubled = false;
    while (!signal.aborted) {
      let { goesOn } = NOTHING_SWEPT;
      try {
        const until = { deadlineMs: clock.monotonicMs() + SWEEP_TIMEOUT_MS };
        ({ goesOn } = await this.#sweep(group, { ageMs: MATURE_MS }, until));
        troubled = false;
      } catch (error) {
        if (!isExpected(error)) throw error;
        if (!troubled) {
          logger.warn({ event: 'relay-waits', group, err: error }, 'the relay cannot sweep now');
        }
        troubled = true;
      }
      if (!goesOn) await sleep(SWEEP_EVERY_MS, signal).catch(() => undefined);
    }
  }

  /**
   * What needs no decision is published first: nothing that the rest waits for holds it up. What
   * cannot be decided goes behind the rows that are due.
   */
  async #finish(sweep: OutboxSweep, until: Until): Promise<Swept> {
    const { rows } = sweep;
    const changes = rows.filter((row) => row.kind === 'change');
    const waiting = rows.filter((row) => row.kind !== 'change');
    const published = await this.#publishAll(sweep, changes);
    const vetted = await this.#vetting.vet(waiting, until);
    const decided = vetted.flatMap((each) =>
      each.kind === 'publish' ? [{ ...each.row, payload: each.payload }] : [],
    );
    const late = await this.#publishAll(sweep, decided);
    await sweep.remove(vetted.flatMap((each) => (each.kind === 'drop' ? [each.row] : [])));
    const later = vetted.filter((each) => each.kind === 'later');
    await sweep.setBack(
      later.map((each) => each.row),
      this.#options.clock.nowMs(),
    );
    const refused = changes.length + decided.length - published - late;
    return { goesOn: rows.length === SWEEP_ROWS_MAX && refused === 0, refused, later };
  }

  /** Answers how many are in the stream. */
  async #publishAll(sweep: OutboxSweep, rows: readonly OutboxRow[]): Promise<number> {
    const publishings = await Promise.all(rows.map((row) => this.#publish(row)));
    const published = publishings.filter((publishing) => publishing !== undefined);
    await sweep.markPublished(published);
    if (published.length > 0) this.#options.observer.repaired('published-late', published.length);
    return published.length;
  }

  async #publish(row: OutboxRow): Promise<Publishing | undefined> {
    try {
      return { row, ...(await this.#options.stream.publish(row, PUBLISH_TIMEOUT_MS)) };
    } catch (error) {
      if (error instanceof StreamUnreachable) return undefined;
      throw error;
    }
  }
}

function refuseToWait(group: number, later: readonly Later[], open: ReadonlySet<string>): void {
  for (const { row, blocking } of later) {
    if (blocking.kind !== 'group' || !open.has(row.outboxId)) continue;
    const told = `group ${group} has account rows whose members are in group ${blocking.group}`;
    throw new StoreFailure('unavailable', `${told}, which is away`);
  }
}

function isExpected(error: unknown): boolean {
  return error instanceof StoreFailure || error instanceof StreamUnreachable;
}
