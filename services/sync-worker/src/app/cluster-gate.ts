// Lets the consumers of one cluster fetch only while there is somewhere to write to: messages stay
// in the stream, where they cost nothing, instead of travelling to and fro.
import { sleep, type Clock } from '@member-mesh/kernel';

import { writeSet, type IndexTopology } from '../domain/topology.ts';
import type { Cell, ClusterObserver, IndexCluster } from './ports.ts';

export interface ClusterGateOptions {
  cluster: IndexCluster;
  topology: Cell<IndexTopology>;
  observer: ClusterObserver;
  clock: Clock;
}

const RETRY_MS = 500;
const PING_TIMEOUT_MS = 2_000;
const CHECKED_FOR_MS = 1_000;

export class ClusterGate {
  readonly #options: ClusterGateOptions;
  #reachable = false;
  #checkedMs = -Infinity;

  constructor(options: ClusterGateOptions) {
    this.#options = options;
  }

  get reachable(): boolean {
    return this.#reachable;
  }

  /** What a request to the cluster showed. */
  report(reachable: boolean): void {
    this.#reachable = reachable;
    if (!reachable) this.#checkedMs = -Infinity;
  }

  /** Asks the cluster whether it is there. Never throws but with the signal's reason. */
  async probe(signal: AbortSignal): Promise<boolean> {
    const { cluster, observer } = this.#options;
    try {
      await cluster.ping({ signal, timeoutMs: PING_TIMEOUT_MS });
      observer.reachable(true);
    } catch (error) {
      signal.throwIfAborted();
      observer.reachable(false, error);
    }
    return this.#reachable;
  }

  /** Resolves when there is somewhere to write to; rejects with the signal's reason. */
  async passed(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (clock.monotonicMs() - this.#checkedMs > CHECKED_FOR_MS) {
      if ((this.#reachable || (await this.probe(signal))) && (await this.#hasIndices())) {
        this.#checkedMs = clock.monotonicMs();
        return;
      }
      await sleep(RETRY_MS, signal);
    }
  }

  async #hasIndices(): Promise<boolean> {
    const topology = await this.#options.topology.read().catch(() => undefined);
    return writeSet(topology?.value).length > 0;
  }
}
