// Looking at a cluster without changing it, for the service that owns it.
import {
  type IndexState,
  indexStates,
  type SampledDocument,
  sampleDocuments,
  type ShardState,
  shardStates,
} from './inspect-indices.ts';
import { type DiskLimits, diskLimits, type NodeState, nodeStates } from './inspect-nodes.ts';
import type { CallOptions, Requests } from './requests.ts';

/** Search requests since the nodes started, by what they contained. */
export interface SearchUse {
  withQuery: number;
  constantScore: number;
}

/** Privileges by Elasticsearch's own names. */
export interface Privileges {
  cluster: readonly string[];
  indices: readonly { names: readonly string[]; privileges: readonly string[] }[];
}

export interface RightsAnswer {
  user: string;
  /** "manage" for the cluster, "write on member*" for indices. */
  held: string[];
}

/** Each method throws as those of Elastic do. */
export interface Inspection {
  nodes(options?: CallOptions): Promise<NodeState[]>;
  diskLimits(options?: CallOptions): Promise<DiskLimits>;
  shards(pattern: string, options?: CallOptions): Promise<ShardState[]>;
  indices(pattern: string, options?: CallOptions): Promise<IndexState[]>;
  sample(
    target: { index: string; filter: object; size: number },
    options?: CallOptions,
  ): Promise<SampledDocument[]>;
  /** Undefined where the server does not count it. */
  searchUse(options?: CallOptions): Promise<SearchUse | undefined>;
  /** Which of the privileges the user of this connection has. */
  rights(privileges: Privileges, options?: CallOptions): Promise<RightsAnswer>;
}

async function searchUse(
  requests: Requests,
  options?: CallOptions,
): Promise<SearchUse | undefined> {
  type Counts = Partial<Record<string, number>>;
  const answer = await requests.send<{
    indices?: { search?: { queries?: Counts; sections?: Counts } };
  }>({ method: 'GET', path: '/_cluster/stats', query: { filter_path: 'indices.search' } }, options);
  const search = answer.indices?.search;
  if (!search) return undefined;
  const { queries, sections } = search;
  return {
    withQuery: sections?.['query'] ?? 0,
    constantScore: queries?.['constant_score'] ?? 0,
  };
}

async function rights(
  requests: Requests,
  privileges: Privileges,
  options?: CallOptions,
): Promise<RightsAnswer> {
  type Held = Record<string, boolean>;
  const answer = await requests.send<{
    username: string;
    cluster: Held;
    index: Record<string, Held>;
  }>(
    {
      method: 'POST',
      path: '/_security/user/_has_privileges',
      body: { cluster: privileges.cluster, index: privileges.indices },
    },
    options,
  );
  const heldOf = (held: Held): string[] => Object.keys(held).filter((name) => held[name]);
  return {
    user: answer.username,
    held: [
      ...heldOf(answer.cluster),
      ...Object.entries(answer.index).flatMap(([names, held]) => {
        return heldOf(held).map((privilege) => `${privilege} on ${names}`);
      }),
    ],
  };
}

export function createInspection(requests: Requests): Inspection {
  return {
    nodes: (options) => nodeStates(requests, options),
    diskLimits: (options) => diskLimits(requests, options),
    shards: (pattern, options) => shardStates(requests, pattern, options),
    indices: (pattern, options) => indexStates(requests, pattern, options),
    sample: (target, options) => sampleDocuments(requests, target, options),
    searchUse: (options) => searchUse(requests, options),
    rights: (privileges, options) => rights(requests, privileges, options),
  };
}
