// Looks after one cluster for as long as the process runs: is it there, are its indices, how far
// has it come, does a rebuild wait for a leader. Each concern has its own loop, and each cluster
// its own upkeep, so that no trouble delays another's.
import { sleep } from '@member-mesh/kernel';

import type { ClusterGate } from './cluster-gate.ts';
import type { EstablishTopology } from './establish-topology.ts';
import type { ClusterObserver } from './ports.ts';
import type { RebuildIndex } from './rebuild-index.ts';
import type { WatchProgress } from './watch-progress.ts';

export interface ClusterUpkeepOptions {
  gate: ClusterGate;
  establish: EstablishTopology;
  progress: WatchProgress;
  rebuild: RebuildIndex;
  observer: ClusterObserver;
  /** Called once the cluster's topology is known. */
  onSettled: () => void;
}

const PERIOD_MS = 1_000;

export class ClusterUpkeep {
  readonly #options: ClusterUpkeepOptions;

  constructor(options: ClusterUpkeepOptions) {
    this.#options = options;
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { gate, establish, progress, rebuild, onSettled } = this.#options;
    const topology = async (): Promise<void> => {
      if (!(await gate.probe(signal))) return;
      await establish.reconcile(signal);
      onSettled();
    };
    await Promise.all([
      this.#repeat('topology', topology, signal),
      this.#repeat('progress', () => progress.tick(), signal),
      this.#repeat('rebuild', () => rebuild.tick(signal), signal),
    ]);
  }

  /** Looks for indices that vanished now, since a write has just missed them. */
  async checkIndices(signal: AbortSignal): Promise<void> {
    await this.#options.establish.reconcile(signal);
  }

  async #repeat(what: string, task: () => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await task();
      } catch (error) {
        if (signal.aborted) return;
        this.#options.observer.failed(what, error);
      }
      await sleep(PERIOD_MS, signal).catch(() => undefined);
    }
  }
}
