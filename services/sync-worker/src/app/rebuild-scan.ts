// Copies the record into the indices being built, several shards at once, and notes which are done.
import { sleep, type Clock } from '@member-mesh/kernel';

import type { IndexPair } from '../domain/cluster.ts';
import type { RebuildPlan } from '../domain/rebuild-plan.ts';
import { TierUnavailable, type RecordPage, type RecordRow, type RecordSource } from './ports.ts';
import type { KeptRow, RowKeeper } from './row-keeper.ts';

export interface ShardScanOptions {
  record: RecordSource;
  keeper: RowKeeper;
  clock: Clock;
  pair: IndexPair;
  plan: RebuildPlan;
  atOnce: number;
  save: (plan: RebuildPlan) => Promise<void>;
  /** Makes the error to fail with when the indices being built are gone. */
  lost: () => Error;
  signal: AbortSignal;
}

const PAGE_SIZE = 500;
const CHECKPOINT_EVERY_MS = 500;
const TROUBLE_PAUSE_MS = 500;
const NOTHING = Buffer.alloc(0);

/** Rows to be written together, and the shards that are done once they are. */
interface Batch {
  rows: KeptRow[];
  shards: number[];
}

function keptRow(row: RecordRow): KeptRow {
  const encoded = row.kind === 'row' && row.row.table === 'member' ? row.row.encoded : NOTHING;
  return { row, origin: { sequence: 0, payload: encoded } };
}

export class ShardScan {
  readonly #options: ShardScanOptions;
  readonly #stop = new AbortController();
  readonly #startedMs: number;
  #plan: RebuildPlan;
  #savedMs: number;
  #saving: Promise<void> = Promise.resolve();
  #rows = 0;

  constructor(options: ShardScanOptions) {
    this.#options = options;
    this.#plan = options.plan;
    this.#startedMs = options.clock.monotonicMs();
    this.#savedMs = this.#startedMs;
  }

  /** Scans the shards that are not done; answers the plan with all of them done. */
  async run(): Promise<RebuildPlan> {
    const waiting = this.#plan.shards.missing();
    const lanes = Array.from({ length: this.#options.atOnce }, () => this.#lane(waiting));
    const outcomes = await Promise.allSettled(lanes);
    await this.#saving;
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason as Error;
    return this.#plan;
  }

  /** Small shards share a write: a shard is done when the last of its rows is. */
  async #lane(waiting: number[]): Promise<void> {
    const signal = AbortSignal.any([this.#options.signal, this.#stop.signal]);
    const batch: Batch = { rows: [], shards: [] };
    try {
      for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift()) {
        await this.#read(shard, batch, signal);
        if (batch.rows.length >= PAGE_SIZE) await this.#flush(batch, signal);
      }
      await this.#flush(batch, signal);
    } catch (error) {
      this.#stop.abort(error);
      throw error;
    }
  }

  /** Adds a shard's rows to the batch, writing whenever the batch is full. */
  async #read(shard: number, batch: Batch, signal: AbortSignal): Promise<void> {
    let token: string | undefined;
    do {
      signal.throwIfAborted();
      const page = await this.#page(shard, token, signal);
      batch.rows.push(...page.rows.map(keptRow));
      token = page.nextPageToken;
      if (token !== undefined) await this.#flush(batch, signal);
    } while (token !== undefined);
    batch.shards.push(shard);
  }

  async #flush(batch: Batch, signal: AbortSignal): Promise<void> {
    await this.#keep(batch.rows.splice(0), signal);
    for (const shard of batch.shards.splice(0)) this.#plan.shards.add(shard);
    this.#checkpoint();
  }

  async #page(shard: number, token: string | undefined, signal: AbortSignal): Promise<RecordPage> {
    for (;;) {
      try {
        return await this.#options.record.scan(shard, { token, size: PAGE_SIZE }, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof TierUnavailable)) throw error;
        await sleep(TROUBLE_PAUSE_MS, signal);
      }
    }
  }

  async #keep(rows: readonly KeptRow[], signal: AbortSignal): Promise<void> {
    if (rows.length === 0) return;
    const { keeper, pair, lost } = this.#options;
    const outcomes = await keeper.keep(rows, [pair], { signal, patienceMs: Infinity });
    let setAside = 0;
    for (const outcome of outcomes) {
      if (outcome.kind === 'index-missing') throw lost();
      if (outcome.kind === 'postponed') throw new TierUnavailable(outcome.reason);
      if (outcome.kind === 'kept' && outcome.setAside) setAside += 1;
    }
    this.#rows += rows.length;
    const elapsedS = Math.max(1, this.#options.clock.monotonicMs() - this.#startedMs) / 1000;
    this.#plan = {
      ...this.#plan,
      rows: this.#plan.rows + rows.length,
      setAside: this.#plan.setAside + setAside,
      rowsPerSecond: this.#rows / elapsedS,
    };
  }

  /** Saves now and then, one at a time; a failure stops the scan. */
  #checkpoint(): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs - this.#savedMs < CHECKPOINT_EVERY_MS) return;
    this.#savedMs = nowMs;
    this.#saving = this.#saving
      .then(() => this.#options.save(this.#plan))
      .catch((error: unknown) => {
        // What could not be saved for the moment is saved with the next checkpoint.
        if (!(error instanceof TierUnavailable)) this.#stop.abort(error);
      });
  }
}
