// What the use cases need from the outside, in their own words.
import type { ClusterName, IndexPair } from '../domain/cluster.ts';
import type { DifferenceKind } from '../domain/comparison.ts';
import type { ClusterSight, NodeSight } from '../domain/doctor/sight.ts';
import type { Applied, Genesis } from '../domain/history.ts';
import type { RebuildPlan } from '../domain/rebuild-plan.ts';
import type { IndexedRow, RowKey } from '../domain/row.ts';
import type { IndexTopology } from '../domain/topology.ts';
import type { IndexWrite } from '../domain/write-plan.ts';

/** A cluster, the stream or the record cannot be had now; the same may succeed later. */
export class TierUnavailable extends Error {
  override name = 'TierUnavailable';
}

/** The cluster does not let its own service look at it. */
export class LookRefused extends Error {
  override name = 'LookRefused';
}

/** Somebody else changed a key since it was read: nothing was written. */
export class Outpaced extends Error {
  override name = 'Outpaced';
}

export interface Patience {
  signal: AbortSignal;
  timeoutMs: number;
}

export type WriteOutcome =
  | { kind: 'applied' }
  /** Nothing is wrong with the document. */
  | { kind: 'retryable'; reason: string }
  | { kind: 'index-missing' }
  /** The document itself cannot be stored. */
  | { kind: 'rejected'; reason: string };

export interface DocumentRef {
  id: string;
  version: number;
}

export type ReadOutcome =
  { kind: 'found'; version: number; source: Record<string, unknown> } | { kind: 'absent' };

/** One Elasticsearch cluster. Every method throws TierUnavailable when it cannot be had. */
export interface IndexCluster {
  readonly name: ClusterName;
  /** One outcome for each write, in their order. */
  write(writes: readonly IndexWrite[], patience: Patience): Promise<WriteOutcome[]>;
  /** One outcome for each id, in their order; real-time. */
  read(index: string, ids: readonly string[], patience: Patience): Promise<ReadOutcome[]>;
  /** Every document of an index, page by page. */
  walk(index: string, signal: AbortSignal): AsyncIterable<DocumentRef[]>;
  count(index: string, patience: Patience): Promise<number>;
  /** Index names with their aliases. */
  list(patience: Patience): Promise<Map<string, string[]>>;
  create(pair: IndexPair): Promise<void>;
  delete(indices: readonly string[]): Promise<void>;
  /** Makes all of an index's documents visible to searches. */
  refresh(pair: IndexPair): Promise<void>;
  /** Points the readers' aliases to the pair and to nothing else, in one step. */
  pointReaders(pair: IndexPair): Promise<void>;
  ping(patience: Patience): Promise<void>;
  /** Writes a document of its own and reads it back: the cluster serves both. */
  canary(patience: Patience): Promise<void>;
}

/** A sight of a cluster as far as the cluster itself can tell. */
export type ClusterLook = Omit<
  ClusterSight,
  'cluster' | 'neighbours' | 'active' | 'also' | 'sizing'
>;

/** Looks at a cluster and changes nothing. Throws TierUnavailable and LookRefused. */
export interface ClusterInspector {
  nodes(patience: Patience): Promise<NodeSight[]>;
  /** Members created since `recentSinceMs` are recent; `where`, 0 to 1, is where samples begin. */
  look(
    question: { recentSinceMs: number; where: number; members: string | undefined },
    patience: Patience,
  ): Promise<ClusterLook>;
}

/** A row of the record, or what is known of one whose content cannot be used. */
export type RecordRow =
  { kind: 'row'; row: IndexedRow } | { kind: 'faulty'; key: RowKey; reason: string };

export interface RecordPage {
  rows: RecordRow[];
  /** Undefined on the last page. */
  nextPageToken: string | undefined;
}

/** The system of record. Every method throws TierUnavailable when it cannot be had. */
export interface RecordSource {
  scan(
    shard: number,
    page: { token: string | undefined; size: number },
    signal: AbortSignal,
  ): Promise<RecordPage>;
  /** Whether it has no row at all. */
  isEmpty(signal: AbortSignal): Promise<boolean>;
  /** Those of the ids that the record knows. */
  knownMembers(ids: readonly string[], signal: AbortSignal): Promise<Set<string>>;
  /** Those of the account keys "platform:account_id" that the record ever knew. */
  knownAccounts(keys: readonly string[], signal: AbortSignal): Promise<Set<string>>;
  /** The stream's last sequence once everything committed before the call is in it. */
  awaitPublished(signal: AbortSignal): Promise<number>;
}

export interface StreamView {
  createdMs: number;
  firstSequence: number;
  lastSequence: number;
}

export interface ConsumerView {
  /** Everything up to here is applied. */
  ackFloor: number;
  pending: number;
  ackPending: number;
}

/** The change stream seen from the side. Every method throws TierUnavailable. */
export interface ChangeStream {
  /** Undefined while there is no stream. */
  view(): Promise<StreamView | undefined>;
  /** Undefined while the cluster has no consumer. */
  consumer(cluster: ClusterName): Promise<ConsumerView | undefined>;
  /** When the first change after a sequence was committed; undefined when there is none. */
  commitTimeAfter(sequence: number): Promise<number | undefined>;
}

export interface Versioned<T> {
  value: T;
  revision: number;
}

/** A key in the bucket. Reads see every earlier write; writes are compare-and-set. */
export interface Cell<T> {
  read(): Promise<Versioned<T> | undefined>;
  /**
   * Throws Outpaced unless the key is still at `revision` (0: absent). Answers the new revision.
   */
  write(value: T, revision: number): Promise<number>;
}

/** The right to lead something, for a term that goes on while it is renewed. */
export interface Leadership {
  held(): boolean;
  /** Takes or renews it; answers held(). */
  acquire(): Promise<boolean>;
  release(): Promise<void>;
}

/** What all workers share about a cluster. */
export interface ClusterCells {
  topology: Cell<IndexTopology>;
  applied: Cell<Applied>;
  plan: Cell<RebuildPlan>;
  rebuilding: Leadership;
}

export interface SetAsideChange {
  cluster: ClusterName;
  /** In the change stream; 0 for a row that a rebuild found. */
  sequence: number;
  /** "member:123"; empty when the message could not be read at all. */
  key: string;
  version: number;
  reason: string;
  payload: Buffer;
}

/** There is no room to set another change aside; the same succeeds once people have made some. */
export class SetAsideFull extends TierUnavailable {
  override name = 'SetAsideFull';
}

/** The changes that could not be applied, kept for people. Throws TierUnavailable. */
export interface SetAsideLog {
  /** Keeping the same change again is no second one. Throws SetAsideFull. */
  keep(change: SetAsideChange): Promise<void>;
  count(cluster: ClusterName): Promise<number>;
  /** How much of the room of all clusters together is taken, 0 to 1. */
  fill(): Promise<number>;
  /** Forgets a cluster's; answers how many there were. */
  clear(cluster: ClusterName): Promise<number>;
  /** Newest first, at most `limit`. */
  list(
    cluster: ClusterName | undefined,
    limit: number,
  ): Promise<(SetAsideChange & { setAsideMs: number })[]>;
}

export type GenesisCell = Cell<Genesis>;

/** What happened, for logs and metrics. */
export interface ClusterObserver {
  applied(documents: number): void;
  wrote(durationMs: number, documents: number): void;
  retried(documents: number, reason: string): void;
  setAside(change: SetAsideChange): void;
  /** There was no room for it. */
  setAsideRefused(change: SetAsideChange): void;
  topologyChanged(topology: IndexTopology, why: string): void;
  reachable(reachable: boolean, error?: unknown): void;
  progress(progress: ClusterProgress): void;
  rebuild(plan: RebuildPlan): void;
  failed(what: string, error: unknown): void;
}

export interface ClusterProgress {
  appliedSequence: number;
  lastSequence: number;
  pending: number;
  lagMs: number;
}

export interface DifferenceReport {
  key: string;
  /** `undecided`: both sides moved on between every two looks, so that none could tell. */
  kind: DifferenceKind | 'undecided';
  recordVersion: number;
  indexVersion: number;
}
