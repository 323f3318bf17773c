// Joins the reads of one tick of the event loop into few large calls: a gRPC call costs far more
// than a read. While as many calls as allowed are under way, reads gather for the next, so that
// batches grow with the load. Equal reads that wait together become one; each reader still gets its
// own answer.
import { type Clock, invariant } from '@member-mesh/kernel';
import { MeshError } from '@member-mesh/rpc';

import { identityOf, type ReadKey, type ReadLane, type ReadOutcome } from '../domain/read.ts';
import type { MemberReads } from './member-reads.ts';

export interface ReadBatcherOptions {
  reads: MemberReads;
  clock: Clock;
  /** Runs the function when the present tick has brought all it had. */
  schedule: (flush: () => void) => void;
  /** Told how many reads each batch has. */
  onBatch: (items: number) => void;
  batchItemsMax: number;
  /** Calls under way, for each lane. */
  batchesMax: number;
  /** Reads that wait, for each lane; more are refused. */
  waitingMax: number;
  /** How long a read may take whose caller sets no deadline, and how long any may take. */
  defaultTimeoutMs: number;
  timeoutMaxMs: number;
}

interface Reader {
  deadlineMs: number;
  resolve: (outcome: ReadOutcome) => void;
  reject: (error: unknown) => void;
}

interface Entry {
  key: ReadKey;
  readers: Reader[];
}

interface LaneState {
  lane: ReadLane;
  waiting: Map<string, Entry>;
  scheduled: boolean;
  underWay: number;
}

const OVERLOAD_RETRY_AFTER_MS = 200;

export class ReadBatcher {
  readonly #options: ReadBatcherOptions;
  readonly #lanes = new Map<string, LaneState>();

  constructor(options: ReadBatcherOptions) {
    this.#options = options;
  }

  /**
   * `deadlineMs` is when the reader stops waiting; Infinity when it does not say.
   * Rejects with a MeshError when the read could not be made.
   */
  read(key: ReadKey, lane: ReadLane, deadlineMs: number): Promise<ReadOutcome> {
    return new Promise((resolve, reject) => {
      const state = this.#stateOf(lane);
      this.#add(state, key, { deadlineMs: this.#bounded(deadlineMs), resolve, reject });
    });
  }

  /** One outcome for each key, in their order; rejects as soon as one read could not be made. */
  readAll(keys: readonly ReadKey[], lane: ReadLane, deadlineMs: number): Promise<ReadOutcome[]> {
    return new Promise((resolve, reject) => {
      const outcomes = new Array<ReadOutcome>(keys.length);
      let open = keys.length;
      if (open === 0) return resolve(outcomes);
      const state = this.#stateOf(lane);
      const boundedMs = this.#bounded(deadlineMs);
      for (const [at, key] of keys.entries()) {
        const answered = (outcome: ReadOutcome): void => {
          outcomes[at] = outcome;
          open -= 1;
          if (open === 0) resolve(outcomes);
        };
        this.#add(state, key, { deadlineMs: boundedMs, resolve: answered, reject });
      }
    });
  }

  #add(state: LaneState, key: ReadKey, reader: Reader): void {
    const identity = identityOf(key);
    const entry = state.waiting.get(identity);
    if (entry) entry.readers.push(reader);
    else if (state.waiting.size >= this.#options.waitingMax) reader.reject(overloaded());
    else {
      state.waiting.set(identity, { key, readers: [reader] });
      this.#schedule(state);
    }
  }

  #bounded(deadlineMs: number): number {
    const { clock, defaultTimeoutMs, timeoutMaxMs } = this.#options;
    if (deadlineMs === Infinity) return clock.nowMs() + defaultTimeoutMs;
    return Math.min(deadlineMs, clock.nowMs() + timeoutMaxMs);
  }

  #stateOf(lane: ReadLane): LaneState {
    const name = `${lane.trafficClass}/${lane.consistency}`;
    let state = this.#lanes.get(name);
    if (!state) {
      state = { lane, waiting: new Map(), scheduled: false, underWay: 0 };
      this.#lanes.set(name, state);
    }
    return state;
  }

  #schedule(state: LaneState): void {
    if (state.scheduled) return;
    state.scheduled = true;
    this.#options.schedule(() => {
      state.scheduled = false;
      this.#flush(state);
    });
  }

  #flush(state: LaneState): void {
    const { batchItemsMax, batchesMax } = this.#options;
    while (state.waiting.size > 0 && state.underWay < batchesMax) {
      const entries: Entry[] = [];
      for (const [identity, entry] of state.waiting) {
        if (entries.length === batchItemsMax) break;
        state.waiting.delete(identity);
        entries.push(entry);
      }
      state.underWay++;
      this.#options.onBatch(entries.length);
      void this.#send(state.lane, entries).finally(() => {
        state.underWay--;
        this.#flush(state);
      });
    }
  }

  async #send(lane: ReadLane, entries: readonly Entry[]): Promise<void> {
    const { reads, clock } = this.#options;
    // The batch may take as long as its most patient reader; the others are answered in time
    // without it.
    let deadlineMs = 0;
    for (const { readers } of entries) {
      for (const reader of readers) deadlineMs = Math.max(deadlineMs, reader.deadlineMs);
    }
    const timeoutMs = Math.max(1, deadlineMs - clock.nowMs());
    try {
      const keys = entries.map((entry) => entry.key);
      const outcomes = await reads.batchRead({ lane, keys, timeoutMs });
      invariant(outcomes.length === keys.length, 'a batch was answered in part');
      for (const [at, { readers }] of entries.entries()) {
        const outcome = outcomes[at];
        if (outcome) for (const reader of readers) reader.resolve(outcome);
      }
    } catch (error) {
      for (const { readers } of entries) for (const reader of readers) reader.reject(error);
    }
  }
}

function overloaded(): MeshError {
  return new MeshError({
    kind: 'RESOURCE_EXHAUSTED',
    reason: 'GATEWAY_OVERLOADED',
    message: 'too many reads wait in this gateway already',
    retryAfterMs: OVERLOAD_RETRY_AFTER_MS,
  });
}
