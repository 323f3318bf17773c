// Applies a batch of change messages to one cluster. Order does not matter and repeating does no
// harm, since every document carries its version.
//
// Which indices to write to is read after the batch was fetched. That makes a rebuild exact: a
// batch whose reading does not show the new indices was fetched before they were announced, so all
// it holds was committed before the rebuild began to scan the record, and the scan sees it.
import type { IndexPair } from '../domain/cluster.ts';
import { writeSet, type IndexTopology } from '../domain/topology.ts';
import { indicesOf } from '../domain/write-plan.ts';
import type { Cell } from './ports.ts';
import type { RowDecoder } from './row-decoder.ts';
import type { KeptRow, RowKeeper } from './row-keeper.ts';

/** One message of the change stream. */
export interface ChangeMessage {
  sequence: number;
  payload: Buffer;
}

/** `postponed`: to be delivered again. */
export type MessageOutcome = 'done' | 'postponed';

export interface ApplyChangesOptions {
  decoder: RowDecoder;
  keeper: RowKeeper;
  topology: Cell<IndexTopology>;
  /** Told when an index of the write set is not there. */
  onIndexMissing: (index: string) => Promise<void>;
  /** How long one batch may take before its rest is delivered again. */
  patienceMs: number;
}

interface Entry {
  message: number;
  row: KeptRow;
}

interface Decoded {
  entries: Entry[];
  /** Messages that could not be read, nor be set aside for want of room. */
  postponed: number[];
}

export class ApplyChanges {
  readonly #options: ApplyChangesOptions;

  constructor(options: ApplyChangesOptions) {
    this.#options = options;
  }

  /**
   * One outcome for each message, in their order. Throws TierUnavailable when all are postponed.
   */
  async apply(batch: readonly ChangeMessage[], signal: AbortSignal): Promise<MessageOutcome[]> {
    const pairs = await this.#pairs();
    const outcomes = batch.map((): MessageOutcome => 'done');
    if (pairs.length === 0) return outcomes.map(() => 'postponed');
    const { entries, postponed } = await this.#decode(batch);
    for (const message of postponed) outcomes[message] = 'postponed';
    const { keeper, patienceMs, onIndexMissing } = this.#options;
    const rows = entries.map((entry) => entry.row);
    const kept = await keeper.keep(rows, pairs, { signal, patienceMs });
    const missing = new Set<string>();
    for (const [at, outcome] of kept.entries()) {
      const entry = entries[at];
      if (!entry || outcome.kind === 'kept') continue;
      outcomes[entry.message] = 'postponed';
      if (outcome.kind === 'index-missing') missing.add(outcome.index);
    }
    if (missing.size === 0) return outcomes;
    // An index that left the write set meanwhile is simply gone: the next delivery leaves it out.
    const present = new Set(indicesOf(await this.#pairs()));
    for (const index of missing) if (present.has(index)) await onIndexMissing(index);
    return outcomes;
  }

  async #pairs(): Promise<IndexPair[]> {
    return writeSet((await this.#options.topology.read())?.value);
  }

  /** The rows of all messages. What has no key to be found by is set aside at once. */
  async #decode(batch: readonly ChangeMessage[]): Promise<Decoded> {
    const entries: Entry[] = [];
    const postponed: number[] = [];
    const { decoder, keeper } = this.#options;
    const unknown = { key: '', version: 0 };
    for (const [message, { sequence, payload }] of batch.entries()) {
      const origin = { sequence, payload };
      const changes = decoder.changes(payload);
      if (!changes) {
        const reason = 'not a message of the contract';
        if (!(await keeper.setAside({ ...origin, ...unknown, reason }))) postponed.push(message);
        continue;
      }
      for (const row of changes.rows) {
        if (row.kind !== 'unknown') entries.push({ message, row: { row, origin } });
        else if (!(await keeper.setAside({ ...origin, ...unknown, reason: row.reason }))) {
          postponed.push(message);
        }
      }
    }
    return { entries, postponed };
  }
}
