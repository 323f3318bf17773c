// The metrics of the index clusters; `cluster` is their only label.
import { Counter, Gauge, Histogram, type Registry } from '@member-mesh/telemetry';

const BULK_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const labelNames = ['cluster'] as const;

export interface IndexMetrics {
  lagMs: Gauge<'cluster'>;
  appliedSequence: Gauge<'cluster'>;
  lastSequence: Gauge<'cluster'>;
  pending: Gauge<'cluster'>;
  reachable: Gauge<'cluster'>;
  rebuildShards: Gauge<'cluster'>;
  documents: Counter<'cluster'>;
  retries: Counter<'cluster'>;
  setAside: Counter<'cluster'>;
  setAsideRefused: Counter<'cluster'>;
  setAsideFill: Gauge;
  bulkSeconds: Histogram<'cluster'>;
}

export function createIndexMetrics(registry: Registry): IndexMetrics {
  const registers = [registry];
  const gauge = (name: string, help: string): Gauge<'cluster'> =>
    new Gauge({ name, help, labelNames, registers });
  const counter = (name: string, help: string): Counter<'cluster'> =>
    new Counter({ name, help, labelNames, registers });
  return {
    lagMs: gauge('index_lag_ms', 'Age of the oldest committed change that is not applied.'),
    appliedSequence: gauge(
      'index_applied_sequence',
      'Everything up to this sequence of the change stream is applied.',
    ),
    lastSequence: gauge('index_stream_last_sequence', 'Last sequence of the change stream.'),
    pending: gauge('index_pending_changes', 'Messages that are not applied.'),
    reachable: gauge('index_reachable', '1 while the cluster answers.'),
    rebuildShards: gauge('index_rebuild_shards_done', 'Shards that the rebuild has copied.'),
    documents: counter('index_documents_total', 'Documents settled by this process.'),
    retries: counter('index_retries_total', 'Documents that had to be sent again.'),
    setAside: counter('index_set_aside_total', 'Changes that could not be applied.'),
    setAsideRefused: counter(
      'index_set_aside_refused_total',
      'Changes that wait in the stream because there is no room to set them aside.',
    ),
    setAsideFill: new Gauge({
      name: 'index_set_aside_fill',
      help: 'How much of the room for changes set aside is taken, 0 to 1.',
      registers,
    }),
    bulkSeconds: new Histogram({
      name: 'index_bulk_seconds',
      help: 'Duration of bulk requests.',
      labelNames,
      buckets: BULK_BUCKETS_S,
      registers,
    }),
  };
}
