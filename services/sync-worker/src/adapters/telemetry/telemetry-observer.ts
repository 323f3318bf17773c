// Turns what happens to a cluster into metrics, logs and health.
import type { Logger } from '@member-mesh/telemetry';

import type { ClusterObserver, ClusterProgress, SetAsideChange } from '../../app/ports.ts';
import type { ClusterName } from '../../domain/cluster.ts';
import type { RebuildPlan } from '../../domain/rebuild-plan.ts';
import type { IndexTopology } from '../../domain/topology.ts';
import type { IndexMetrics } from './index-metrics.ts';

export interface TelemetryObserverOptions {
  cluster: ClusterName;
  logger: Logger;
  metrics: IndexMetrics;
  /** Told each time it is seen whether the cluster answers. */
  onReach: (reachable: boolean) => void;
}

export class TelemetryObserver implements ClusterObserver {
  readonly #options: TelemetryObserverOptions;
  readonly #labels: { cluster: ClusterName };
  // A trouble that goes on for an hour is one line, not an hour of them.
  readonly #told = new Map<string, string>();
  #reachable: boolean | undefined;
  #rebuildPhase = '';

  constructor(options: TelemetryObserverOptions) {
    this.#options = options;
    this.#labels = { cluster: options.cluster };
    options.metrics.setAside.inc(this.#labels, 0);
    options.metrics.setAsideRefused.inc(this.#labels, 0);
    options.metrics.reachable.set(this.#labels, 0);
  }

  applied(documents: number): void {
    this.#options.metrics.documents.inc(this.#labels, documents);
  }

  wrote(durationMs: number): void {
    this.#options.metrics.bulkSeconds.observe(this.#labels, durationMs / 1000);
  }

  retried(documents: number): void {
    this.#options.metrics.retries.inc(this.#labels, documents);
  }

  setAside({ sequence, version, reason }: SetAsideChange): void {
    this.#options.metrics.setAside.inc(this.#labels);
    this.#told.delete('set-aside');
    // Elasticsearch quotes field values behind the colon: those are for the set-aside stream only.
    const [kind] = reason.split(':', 1);
    const fields = { event: 'change-set-aside', ...this.#labels, sequence, version, reason: kind };
    this.#options.logger.error(fields, 'a change could not be indexed and was set aside');
  }

  setAsideRefused({ sequence }: SetAsideChange): void {
    this.#options.metrics.setAsideRefused.inc(this.#labels);
    if (this.#told.has('set-aside')) return;
    this.#told.set('set-aside', 'full');
    const fields = { event: 'set-aside-full', ...this.#labels, sequence };
    const what = 'no room to set changes aside: they wait, until meshctl index set-aside --clear';
    this.#options.logger.error(fields, what);
  }

  topologyChanged(topology: IndexTopology, why: string): void {
    const { state, active, also } = topology;
    const fields = { event: 'index-topology', ...this.#labels, state, active, also, why };
    this.#options.logger.info(fields, `the indices of ${this.#labels.cluster}: ${why}`);
  }

  reachable(reachable: boolean, error?: unknown): void {
    this.#options.onReach(reachable);
    if (this.#reachable === reachable) return;
    this.#reachable = reachable;
    this.#options.metrics.reachable.set(this.#labels, reachable ? 1 : 0);
    const { logger } = this.#options;
    if (reachable) logger.info({ event: 'index-reached', ...this.#labels }, 'the cluster answers');
    else {
      const fields = { event: 'index-lost', ...this.#labels, error: String(error) };
      logger.warn(fields, 'the cluster does not answer; its changes wait in the stream');
    }
  }

  progress({ appliedSequence, lastSequence, pending, lagMs }: ClusterProgress): void {
    const { metrics } = this.#options;
    metrics.appliedSequence.set(this.#labels, appliedSequence);
    metrics.lastSequence.set(this.#labels, lastSequence);
    metrics.pending.set(this.#labels, pending);
    metrics.lagMs.set(this.#labels, lagMs);
    this.#told.delete('progress');
  }

  rebuild(plan: RebuildPlan): void {
    this.#options.metrics.rebuildShards.set(this.#labels, plan.shards.size);
    if (plan.phase === this.#rebuildPhase) return;
    this.#rebuildPhase = plan.phase;
    const { id, phase, rows, runs, setAside } = plan;
    const fields = { event: 'index-rebuild', ...this.#labels, id, phase, rows, runs, setAside };
    this.#options.logger.info(fields, `rebuild of ${this.#labels.cluster}: ${phase}`);
  }

  failed(what: string, error: unknown): void {
    const text = String(error);
    if (this.#told.get(what) === text) return;
    this.#told.set(what, text);
    const fields = { event: 'index-upkeep-failed', ...this.#labels, what, err: error };
    this.#options.logger.warn(fields, 'going on, will try again');
  }
}
