// Measures how far a cluster has come, truthfully: the age of the oldest change that is not
// applied, counted from its commit. A consumer's own "pending" says nothing about time, and the
// time of the last applied change grows old on a quiet system without anything being behind.
import type { Clock } from '@member-mesh/kernel';

import { hasGap } from '../domain/history.ts';
import { sameTopology, withGap } from '../domain/topology.ts';
import {
  Outpaced,
  type ChangeStream,
  type ClusterCells,
  type ClusterObserver,
  type ClusterProgress,
  type IndexCluster,
  type StreamView,
} from './ports.ts';

export interface WatchProgressOptions {
  cluster: IndexCluster;
  cells: ClusterCells;
  stream: ChangeStream;
  observer: ClusterObserver;
  clock: Clock;
}

const APPLIED_KEPT_EVERY_MS = 5_000;

export class WatchProgress {
  readonly #options: WatchProgressOptions;
  #appliedKeptMs = -Infinity;

  constructor(options: WatchProgressOptions) {
    this.#options = options;
  }

  /** Undefined while the stream or the cluster's consumer is not there. Throws TierUnavailable. */
  async measure(): Promise<ClusterProgress | undefined> {
    const { cluster, stream, clock } = this.#options;
    const consumer = await stream.consumer(cluster.name);
    const view = await stream.view();
    if (!view || !consumer) return undefined;
    const pending = consumer.pending + consumer.ackPending;
    const committedMs = pending > 0 ? await stream.commitTimeAfter(consumer.ackFloor) : undefined;
    return {
      appliedSequence: consumer.ackFloor,
      lastSequence: view.lastSequence,
      pending,
      lagMs: committedMs === undefined ? 0 : Math.max(0, clock.nowMs() - committedMs),
    };
  }

  /** Measures, tells, and marks the cluster as missing when changes went by it for good. */
  async tick(): Promise<void> {
    const progress = await this.measure();
    if (!progress) return;
    this.#options.observer.progress(progress);
    const view = await this.#options.stream.view();
    if (!view) return;
    if (await this.#followGap(view)) await this.#keepApplied(view, progress);
  }

  /** False while a gap cannot be told to anybody: what was kept before must go on showing it. */
  async #followGap(view: StreamView): Promise<boolean> {
    const { cells, observer } = this.#options;
    const known = await cells.applied.read();
    if (!hasGap(view, known?.value)) return true;
    const topology = await cells.topology.read();
    if (!topology) return false;
    const gapped = withGap(topology.value);
    if (sameTopology(gapped, topology.value)) return true;
    await cells.topology.write(gapped, topology.revision);
    observer.topologyChanged(gapped, 'the stream dropped changes before they were applied');
    return true;
  }

  // Kept apart from the consumer, since the server moves an acknowledgement floor past messages
  // that its limits took away, as if they had been acknowledged.
  async #keepApplied(view: StreamView, progress: ClusterProgress): Promise<void> {
    const { cells, clock } = this.#options;
    if (clock.monotonicMs() - this.#appliedKeptMs < APPLIED_KEPT_EVERY_MS) return;
    const known = await cells.applied.read();
    const value = { streamCreatedMs: view.createdMs, sequence: progress.appliedSequence };
    const sameStream = known?.value.streamCreatedMs === value.streamCreatedMs;
    if (sameStream && known.value.sequence >= value.sequence) return;
    await cells.applied.write(value, known?.revision ?? 0).catch((error: unknown) => {
      if (!(error instanceof Outpaced)) throw error;
    });
    this.#appliedKeptMs = clock.monotonicMs();
  }
}
