// What a cluster says of indices: their settings, mappings, shards and figures.
import { ElasticRefused } from './errors.ts';
import type { CallOptions, Requests } from './requests.ts';
import { SEARCH_GROUPS } from './search.ts';

export interface ShardState {
  index: string;
  shard: number;
  primary: boolean;
  /** "STARTED", "INITIALIZING", "RELOCATING" or "UNASSIGNED". */
  state: string;
  node: string | undefined;
  bytes: number;
  reason: string;
}

export interface IndexState {
  name: string;
  aliases: string[];
  dynamic: string;
  routingRequired: boolean;
  fields: Record<string, { type: string; twins: string[] }>;
  shards: number;
  replicas: number;
  refreshInterval: string | undefined;
  blocks: string[];
  documents: number;
  /** Superseded copies and deletion marks, not merged away yet. */
  deadDocuments: number;
  deletions: number;
  queries: number;
  queryMs: number;
  /** Those of the queries that were to be sorted, beside walks over a point in time. */
  sortedQueries: number;
  /** Those of the queries that did not come through this driver. */
  foreignQueries: number;
}

interface WireShard {
  index: string;
  shard: string;
  prirep: string;
  state: string;
  store: string | null;
  node: string | null;
  'unassigned.reason': string | null;
}

const SHARD_COLUMNS = 'index,shard,prirep,state,store,node,unassigned.reason';

export async function shardStates(
  requests: Requests,
  pattern: string,
  options: CallOptions = {},
): Promise<ShardState[]> {
  const path = `/_cat/shards/${encodeURIComponent(pattern)}`;
  const query = { format: 'json', bytes: 'b', h: SHARD_COLUMNS };
  const shards = await requests.send<WireShard[]>({ method: 'GET', path, query }, options);
  return shards.map((shard) => ({
    index: shard.index,
    shard: Number(shard.shard),
    primary: shard.prirep === 'p',
    state: shard.state,
    // A shard that moves is told as "node -> address id node".
    node: shard.node?.split(' ')[0],
    bytes: Number(shard.store ?? 0),
    reason: shard['unassigned.reason'] ?? '',
  }));
}

interface WireField {
  type?: string;
  fields?: Record<string, unknown>;
}

interface WireIndex {
  aliases: Record<string, unknown>;
  mappings: {
    dynamic?: string;
    _routing?: { required?: boolean };
    properties?: Record<string, WireField>;
  };
  settings: Partial<Record<string, string>>;
}

interface WireStats {
  docs?: { count: number; deleted: number };
  indexing?: { delete_total: number };
  search?: WireSearches & { groups?: Partial<Record<string, WireSearches>> };
}

interface WireSearches {
  query_total: number;
  query_time_in_millis: number;
}

const BLOCK = 'index.blocks.';

function blocksOf(settings: WireIndex['settings']): string[] {
  return Object.entries(settings)
    .filter(([name, value]) => name.startsWith(BLOCK) && value === 'true')
    .map(([name]) => name.slice(BLOCK.length));
}

/** Documents are those of primaries; searches are those of any copy. */
interface WireIndexStats {
  primaries?: WireStats;
  total?: WireStats;
}

function fieldsOf({ properties }: WireIndex['mappings']): IndexState['fields'] {
  const fields = Object.entries(properties ?? {}).map(([field, { type, fields: twins }]) => {
    return [field, { type: type ?? 'object', twins: Object.keys(twins ?? {}) }] as const;
  });
  return Object.fromEntries(fields);
}

const NOTHING: Required<WireStats> = {
  docs: { count: 0, deleted: 0 },
  indexing: { delete_total: 0 },
  search: { query_total: 0, query_time_in_millis: 0 },
};

function origins(search: NonNullable<WireStats['search']>) {
  const counted = (group: string): number => search.groups?.[group]?.query_total ?? 0;
  const ours = Object.values(SEARCH_GROUPS).reduce((sum, group) => sum + counted(group), 0);
  return {
    sortedQueries: counted(SEARCH_GROUPS.sorted),
    foreignQueries: Math.max(0, search.query_total - ours),
  };
}

function toIndex(name: string, wire: WireIndex, stats: WireIndexStats): IndexState {
  const { mappings, settings } = wire;
  // An index without a started shard has no figures.
  const { docs, indexing } = { ...NOTHING, ...stats.primaries };
  const { search } = { ...NOTHING, ...stats.total };
  return {
    name,
    aliases: Object.keys(wire.aliases).sort(),
    dynamic: mappings.dynamic ?? 'true',
    routingRequired: mappings._routing?.required === true,
    fields: fieldsOf(mappings),
    shards: Number(settings['index.number_of_shards']),
    replicas: Number(settings['index.number_of_replicas']),
    refreshInterval: settings['index.refresh_interval'],
    blocks: blocksOf(settings),
    documents: docs.count,
    deadDocuments: docs.deleted,
    deletions: indexing.delete_total,
    queries: search.query_total,
    queryMs: search.query_time_in_millis,
    ...origins(search),
  };
}

/** The indices that match the pattern, by name. */
export async function indexStates(
  requests: Requests,
  pattern: string,
  options: CallOptions = {},
): Promise<IndexState[]> {
  const path = `/${encodeURIComponent(pattern)}`;
  const flat = { flat_settings: true, ignore_unavailable: true };
  const [indices, stats] = await Promise.all([
    requests.send<Record<string, WireIndex>>({ method: 'GET', path, query: flat }, options),
    requests.send<{ indices?: Record<string, WireIndexStats> }>(
      { method: 'GET', path: `${path}/_stats/docs,indexing,search`, query: { groups: '*' } },
      options,
    ),
  ]);
  return Object.entries(indices)
    .map(([name, wire]) => toIndex(name, wire, stats.indices?.[name] ?? {}))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export interface SampledDocument {
  id: string;
  routing: string | undefined;
  version: number;
  /** The document's own field `version`. */
  statedVersion: number | undefined;
}

interface WireSample {
  hits: {
    hits: {
      _id: string;
      _routing?: string;
      _version: number;
      _source?: { version?: number };
    }[];
  };
}

/** Documents of an index that match a filter, as they come, with their metadata. */
export async function sampleDocuments(
  requests: Requests,
  target: { index: string; filter: object; size: number },
  options: CallOptions = {},
): Promise<SampledDocument[]> {
  const body = {
    query: { constant_score: { filter: target.filter } },
    size: target.size,
    track_total_hits: false,
    version: true,
    stored_fields: ['_routing'],
    _source: ['version'],
    stats: [SEARCH_GROUPS.plain],
  };
  const path = `/${encodeURIComponent(target.index)}/_search`;
  try {
    const answer = await requests.send<WireSample>({ method: 'POST', path, body }, options);
    return answer.hits.hits.map((hit) => ({
      id: hit._id,
      routing: hit._routing,
      version: hit._version,
      statedVersion: hit._source?.version,
    }));
  } catch (error) {
    // Another index of ours may have been deleted since it was listed.
    if (error instanceof ElasticRefused && error.status === 404) return [];
    throw error;
  }
}
