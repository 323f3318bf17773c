// Learns how far each index is, in terms of what was committed when: see domain/progress-ledger.ts.
import { type Clock, sleep } from '@member-mesh/kernel';

import { type Cluster } from '../domain/bucket-state.ts';
import type { ProgressLedger } from '../domain/progress-ledger.ts';
import {
  type ClusterStanding,
  provenSequence,
  type StreamView,
} from '../domain/proven-sequence.ts';
import type { RecordReader } from './sources.ts';

/** The change stream, as far as this service looks at it. */
export interface ChangeStream {
  /** Undefined when there is none. Throws when away. */
  view(): Promise<StreamView | undefined>;
  /** Undefined when nothing is known of the cluster. Throws when away. */
  standing(cluster: Cluster): Promise<ClusterStanding | undefined>;
}

export interface TrackProgressOptions<T> {
  stream: ChangeStream;
  record: RecordReader;
  ledger: ProgressLedger<T>;
  clusters: readonly Cluster[];
  /** What a mark stands for; asked before the record is. */
  note: () => T;
  clock: Clock;
  intervalMs: number;
  /** Told which of the tiers answered in this round. */
  onRound: (answered: { stream: boolean; record: boolean }) => void;
}

export class TrackProgress<T> {
  readonly #options: TrackProgressOptions<T>;

  constructor(options: TrackProgressOptions<T>) {
    this.#options = options;
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.round();
      await sleep(this.#options.intervalMs, signal).catch(() => undefined);
    }
  }

  async round(): Promise<void> {
    const { ledger, stream, clusters, onRound } = this.#options;
    const before = await settled(stream.view());
    const marked = await this.#mark(before.value?.createdMs);
    const standings = await Promise.all(
      clusters.map((cluster) => settled(stream.standing(cluster))),
    );
    const after = await settled(stream.view());
    onRound({ stream: before.ok && after.ok, record: marked.ok });
    // Both sequences must be of one stream: one that was lost and made anew counts from the
    // beginning.
    if (!after.value || before.value?.createdMs !== after.value.createdMs) return;
    if (marked.value) ledger.add(marked.value);
    for (const [at, cluster] of clusters.entries()) {
      const standing = standings[at]?.value;
      const sequence = standing && provenSequence(standing, after.value);
      if (sequence !== undefined) ledger.applied(cluster, sequence, after.value.createdMs);
    }
  }

  async #mark(streamCreatedMs: number | undefined) {
    const { record, note, clock } = this.#options;
    const madeMs = clock.monotonicMs();
    const noted = note();
    const sequence = await settled(record.awaitPublished());
    if (sequence.value === undefined || streamCreatedMs === undefined) {
      return { ok: sequence.ok, value: undefined };
    }
    const mark = { madeMs, streamCreatedMs, sequence: sequence.value, note: noted };
    return { ok: true, value: mark };
  }
}

async function settled<T>(promise: Promise<T>): Promise<{ ok: boolean; value: T | undefined }> {
  try {
    return { ok: true, value: await promise };
  } catch {
    return { ok: false, value: undefined };
  }
}
