// Where a cluster's documents are written and whether readers may rely on it. One key in the bucket
// `topology` for each cluster; every change of it is a compare-and-set.
//
// Readers go through the aliases "member" and "account"; writers through the write set. While a
// cluster is rebuilt, its write set is the old pair and the new one.
import { samePair, type IndexPair } from './cluster.ts';

/**
 * `serving`: readers may rely on it as far as it has applied. `rebuilding`: nothing to rely on yet,
 * being built. `missing`: lost, or it slept past the stream's retention; to be rebuilt.
 */
export type IndexState = 'serving' | 'rebuilding' | 'missing';

export interface IndexTopology {
  state: IndexState;
  /** What the readers' aliases point to. */
  active: IndexPair | undefined;
  /** What is being built beside it. */
  also: IndexPair | undefined;
}

export function topologyKey(cluster: string): string {
  return `index.${cluster}`;
}

export function writeSet(topology: IndexTopology | undefined): IndexPair[] {
  return [topology?.active, topology?.also].filter((pair) => pair !== undefined);
}

export function establishedAs(active: IndexPair | undefined): IndexTopology {
  return { state: active ? 'serving' : 'missing', active, also: undefined };
}

/** A cluster that serves goes on serving while its successor is built. */
export function withRebuild(topology: IndexTopology, also: IndexPair): IndexTopology {
  return { ...topology, state: topology.state === 'missing' ? 'rebuilding' : topology.state, also };
}

export function afterRebuild(built: IndexPair): IndexTopology {
  return { state: 'serving', active: built, also: undefined };
}

/** Some of the cluster's indices are gone. What is being built may be left. */
export function withLoss(
  topology: IndexTopology,
  exists: (pair: IndexPair) => boolean,
): IndexTopology {
  const active = topology.active && exists(topology.active) ? topology.active : undefined;
  const also = topology.also && exists(topology.also) ? topology.also : undefined;
  const state = active ? topology.state : also ? 'rebuilding' : 'missing';
  return { state, active, also };
}

/** Changes were lost before the cluster applied them: it is incomplete for ever. */
export function withGap(topology: IndexTopology): IndexTopology {
  return { ...topology, state: topology.also ? 'rebuilding' : 'missing' };
}

export function sameTopology(a: IndexTopology, b: IndexTopology): boolean {
  return a.state === b.state && samePair(a.active, b.active) && samePair(a.also, b.also);
}

interface TopologyJson {
  state: IndexState;
  member?: string;
  account?: string;
  also?: [string, string];
}

export function encodeTopology(topology: IndexTopology): string {
  const { state, active, also } = topology;
  const json: TopologyJson = { state, ...active };
  if (also) json.also = [also.member, also.account];
  return JSON.stringify(json);
}

/** Throws when the text is not a topology: somebody else wrote the key. */
export function decodeTopology(text: string): IndexTopology {
  const { state, member, account, also } = JSON.parse(text) as Partial<TopologyJson>;
  if (state !== 'serving' && state !== 'rebuilding' && state !== 'missing') {
    throw new Error(`not the topology of an index cluster: ${text}`);
  }
  return {
    state,
    active: member !== undefined && account !== undefined ? { member, account } : undefined,
    also: also ? { member: also[0], account: also[1] } : undefined,
  };
}
