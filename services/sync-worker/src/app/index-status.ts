// Tells how each cluster stands. Clusters are asked at the same time and each for a bounded time:
// one that hangs is told as unreachable and delays nobody.
import type { ClusterName } from '../domain/cluster.ts';
import type { ClusterGate } from './cluster-gate.ts';
import type { ClusterCells, IndexCluster, SetAsideLog } from './ports.ts';
import type { WatchProgress } from './watch-progress.ts';

export interface ClusterTools {
  cluster: IndexCluster;
  cells: ClusterCells;
  gate: ClusterGate;
  progress: WatchProgress;
}

export interface ClusterStatus {
  cluster: ClusterName;
  reachable: boolean;
  appliedSequence: number;
  lastSequence: number;
  lagMs: number;
  members: number;
  accounts: number;
  setAside: number;
  /** Of the room that all clusters share, 0 to 1. */
  setAsideFill: number;
  state: 'serving' | 'rebuilding' | 'missing';
}

const COUNT_TIMEOUT_MS = 2_000;

async function statusOf(
  tools: ClusterTools,
  setAside: SetAsideLog,
  signal: AbortSignal,
): Promise<ClusterStatus> {
  const { cluster, cells, gate, progress } = tools;
  const patience = { signal, timeoutMs: COUNT_TIMEOUT_MS };
  const [reachable, topology, measured, kept, setAsideFill] = await Promise.all([
    gate.probe(signal),
    cells.topology.read(),
    progress.measure(),
    setAside.count(cluster.name),
    setAside.fill(),
  ]);
  const active = topology?.value.active;
  const count = (index: string | undefined): Promise<number> =>
    reachable && index !== undefined
      ? cluster.count(index, patience).catch(() => 0)
      : Promise.resolve(0);
  const [members, accounts] = await Promise.all([count(active?.member), count(active?.account)]);
  return {
    cluster: cluster.name,
    reachable,
    appliedSequence: measured?.appliedSequence ?? 0,
    lastSequence: measured?.lastSequence ?? 0,
    lagMs: Math.round(measured?.lagMs ?? 0),
    members,
    accounts,
    setAside: kept,
    setAsideFill,
    state: topology?.value.also ? 'rebuilding' : (topology?.value.state ?? 'missing'),
  };
}

/** One status for each cluster, in their order. Throws TierUnavailable when NATS cannot be had. */
export function indexStatus(
  clusters: readonly ClusterTools[],
  setAside: SetAsideLog,
  signal: AbortSignal,
): Promise<ClusterStatus[]> {
  return Promise.all(clusters.map((tools) => statusOf(tools, setAside, signal)));
}
