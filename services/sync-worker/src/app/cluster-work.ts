// Everything that is done for one cluster, put together from its ports.
import type { Clock, Random } from '@member-mesh/kernel';

import type { RequestLimits } from '../domain/write-plan.ts';
import { ApplyChanges } from './apply-changes.ts';
import { ClusterGate } from './cluster-gate.ts';
import { ClusterUpkeep } from './cluster-upkeep.ts';
import { DocumentWriter } from './document-writer.ts';
import { EstablishTopology } from './establish-topology.ts';
import type {
  ChangeStream,
  ClusterCells,
  ClusterObserver,
  GenesisCell,
  IndexCluster,
  RecordSource,
  SetAsideLog,
} from './ports.ts';
import { RebuildIndex } from './rebuild-index.ts';
import type { RowDecoder } from './row-decoder.ts';
import { RowKeeper } from './row-keeper.ts';
import { VerifyIndex } from './verify-index.ts';
import { WatchProgress } from './watch-progress.ts';

// What cannot be settled by then is given back, for others to try.
const BATCH_PATIENCE_MS = 12_000;
const BULK_TIMEOUT_MS = 8_000;

export interface ClusterWorkOptions {
  cluster: IndexCluster;
  cells: ClusterCells;
  genesis: GenesisCell;
  stream: ChangeStream;
  record: RecordSource;
  setAside: SetAsideLog;
  decoder: RowDecoder;
  /** Told, besides, whether the cluster answers, through ClusterWork.gate. */
  observer: (report: (reachable: boolean) => void) => ClusterObserver;
  clock: Clock;
  random: Random;
  limits: RequestLimits;
  rebuildScansAtOnce: number;
  rebuildAutomatically: boolean;
  onSettled: () => void;
  ending: AbortSignal;
}

export interface ClusterWork {
  cluster: IndexCluster;
  cells: ClusterCells;
  gate: ClusterGate;
  apply: ApplyChanges;
  progress: WatchProgress;
  rebuild: RebuildIndex;
  verify: VerifyIndex;
  upkeep: ClusterUpkeep;
}

export function createClusterWork(options: ClusterWorkOptions): ClusterWork {
  const { cluster, cells, stream, record, setAside, decoder, clock, random, ending } = options;
  const { topology } = cells;
  const observer = options.observer((reachable) => gate.report(reachable));
  const gate = new ClusterGate({ cluster, topology, observer, clock });
  const writer = new DocumentWriter({
    ...{ cluster, observer, clock, random, limits: options.limits },
    requestTimeoutMs: BULK_TIMEOUT_MS,
  });
  const keeper = new RowKeeper({ cluster: cluster.name, writer, setAside, observer });
  const tiers = { cluster, record, stream, observer, cells };
  const { genesis, onSettled } = options;
  const establish = new EstablishTopology({ ...tiers, topology, genesis });
  const progress = new WatchProgress({ ...tiers, clock });
  const rebuild = new RebuildIndex({
    ...{ ...tiers, keeper, clock, random },
    scansAtOnce: options.rebuildScansAtOnce,
    automatic: options.rebuildAutomatically,
  });
  const verify = new VerifyIndex({ ...tiers, clock, random });
  const upkeep = new ClusterUpkeep({ gate, establish, progress, rebuild, observer, onSettled });
  const apply = new ApplyChanges({
    ...{ decoder, keeper, topology },
    patienceMs: BATCH_PATIENCE_MS,
    onIndexMissing: () => upkeep.checkIndices(ending),
  });
  return { cluster, cells, gate, apply, progress, rebuild, verify, upkeep };
}
