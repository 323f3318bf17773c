// A cluster as the doctor sees it: everything the rules judge, as plain values, so that each rule
// is a function and can be tried on sights that no running cluster would show.
import type { ClusterName, IndexPair } from '../cluster.ts';
import type { IndexSizing } from '../index-definition.ts';

export interface NodeSight {
  name: string;
  /** The address it publishes: nodes with the same one share a machine. */
  host: string;
  version: string;
  javaVersion: string;
  holdsData: boolean;
  /** Cores that its thread pools reckon with. */
  processors: number;
  machineProcessors: number;
  /** `queueSize` is negative where the queue has no bound; `rejected` counts since the start. */
  searchPool: { size: number; queueSize: number; queued: number; rejected: number };
  heap: { startBytes: number; maxBytes: number; usedPercent: number };
  memoryBytes: number;
  compressedPointers: boolean;
  /** How often a request was refused to keep the heap from overflowing. */
  breakerTrips: number;
  disk: { totalBytes: number; availableBytes: number };
}

export interface ShardSight {
  index: string;
  shard: number;
  primary: boolean;
  /** "STARTED", "INITIALIZING", "RELOCATING" or "UNASSIGNED". */
  state: string;
  /** Undefined where no node has it. */
  node: string | undefined;
  bytes: number;
  /** Elasticsearch's word for why no node has it. */
  reason: string;
}

export interface FieldSight {
  type: string;
  /** Names of the fields that index the same value once more. */
  twins: readonly string[];
}

export interface IndexSight {
  name: string;
  aliases: readonly string[];
  dynamic: string;
  routingRequired: boolean;
  fields: Readonly<Record<string, FieldSight>>;
  shards: number;
  replicas: number;
  /** Undefined where Elasticsearch's own default holds. */
  refreshInterval: string | undefined;
  /** Blocks that keep it from being written, such as "read_only_allow_delete". */
  blocks: readonly string[];
  documents: number;
  /** Superseded copies and deletion marks that merging has not removed yet. */
  deadDocuments: number;
  /** Deletions that were asked for since its shards started. */
  deletions: number;
  queries: number;
  queryMs: number;
  /**
   * Those of the queries that were to be sorted, beside walks over a point in time, which follow
   * the order in which documents lie.
   */
  sortedQueries: number;
  /** Those of the queries that did not come from the services. */
  foreignQueries: number;
}

export interface SampledDocument {
  id: string;
  routing: string | undefined;
  /** The version Elasticsearch keeps, and the one that the document states. */
  version: number;
  statedVersion: number | undefined;
}

export interface SampleSight {
  index: string;
  documents: readonly SampledDocument[];
}

export interface DiskLimits {
  enabled: boolean;
  /** As Elasticsearch writes them: "85%", "0.85" of use, or "2gb" of free space. */
  low: string;
  high: string;
  flood: string;
  /** The most that a share may keep free, such as "200GB"; "" or "-1" where nothing bounds it. */
  headroom: Readonly<Record<'low' | 'high' | 'flood', string>>;
}

/** Search requests since the nodes started, by what they asked for. */
export interface SearchUse {
  withQuery: number;
  constantScore: number;
}

export interface RightsSight {
  user: string;
  /** What the service needs and its user may not. */
  missing: readonly string[];
  /** What its user may and the service never needs. */
  excess: readonly string[];
}

export interface ClusterSight {
  cluster: ClusterName;
  nodes: readonly NodeSight[];
  /** Nodes of the other clusters that answered. */
  neighbours: readonly NodeSight[];
  shards: readonly ShardSight[];
  indices: readonly IndexSight[];
  samples: readonly SampleSight[];
  disk: DiskLimits;
  /** Undefined where the server does not count it. */
  use: SearchUse | undefined;
  rights: RightsSight;
  /** Members, and those of them that were created within the last 30 days. */
  growth: { members: number; recent: number };
  /** What readers read, and what is built beside it. */
  active: IndexPair | undefined;
  also: IndexPair | undefined;
  /** As the service is configured. */
  sizing: IndexSizing;
}
