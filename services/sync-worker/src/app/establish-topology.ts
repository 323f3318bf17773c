// Decides what a cluster's indices are when nobody has decided yet, and notices when they are lost.
// An index that is made empty beside a record with rows would answer "does not exist" for them:
// hence a fresh one serves only when the stream proves to hold everything there ever was.
import { pairOf, nextPair, TABLES, type IndexPair } from '../domain/cluster.ts';
import { holdsWholeHistory } from '../domain/history.ts';
import {
  establishedAs,
  sameTopology,
  withLoss,
  writeSet,
  type IndexTopology,
} from '../domain/topology.ts';
import { indicesOf } from '../domain/write-plan.ts';
import {
  Outpaced,
  TierUnavailable,
  type Cell,
  type ChangeStream,
  type ClusterObserver,
  type GenesisCell,
  type IndexCluster,
  type RecordSource,
  type Versioned,
} from './ports.ts';

export interface EstablishTopologyOptions {
  cluster: IndexCluster;
  topology: Cell<IndexTopology>;
  genesis: GenesisCell;
  stream: ChangeStream;
  record: RecordSource;
  observer: ClusterObserver;
}

const LIST_TIMEOUT_MS = 5_000;

type Indices = Map<string, string[]>;

/** The pair that the readers' aliases point to, each to one index. */
function aliasedPair(indices: Indices): IndexPair | undefined {
  const [member, account] = TABLES.map((table) => {
    const named = [...indices].filter(([, aliases]) => aliases.includes(table));
    return named.length === 1 ? named[0]?.[0] : undefined;
  });
  return member !== undefined && account !== undefined ? { member, account } : undefined;
}

function exists(indices: Indices): (pair: IndexPair) => boolean {
  return (pair) => TABLES.every((table) => indices.has(pair[table]));
}

/** True when each readers' alias points to exactly its index of the pair. */
function readersPointTo(indices: Indices, pair: IndexPair): boolean {
  return TABLES.every((table) => {
    const named = [...indices].filter(([, aliases]) => aliases.includes(table));
    return named.length === 1 && named[0]?.[0] === pair[table];
  });
}

export class EstablishTopology {
  readonly #options: EstablishTopologyOptions;

  constructor(options: EstablishTopologyOptions) {
    this.#options = options;
  }

  /** The cluster's topology; decides it when nobody has. Throws TierUnavailable when it cannot. */
  async ensure(signal: AbortSignal): Promise<Versioned<IndexTopology>> {
    const known = await this.#options.topology.read();
    if (known) return known;
    const { cluster, topology, observer } = this.#options;
    const indices = await cluster.list({ signal, timeoutMs: LIST_TIMEOUT_MS });
    const adopted = aliasedPair(indices);
    const made = adopted ? undefined : await this.#createWhereComplete(indices, signal);
    const active = adopted ?? made;
    if (active) await cluster.pointReaders(active);
    const value = establishedAs(active);
    try {
      const revision = await topology.write(value, 0);
      observer.topologyChanged(value, adopted ? 'indices were there' : 'first start');
      return { value, revision };
    } catch (error) {
      if (!(error instanceof Outpaced)) throw error;
      const decided = await this.ensure(signal);
      if (made) await this.#giveUp(made, decided.value);
      return decided;
    }
  }

  /**
   * Two who start together may both make indices: nobody would ever use those of the slower one.
   */
  async #giveUp(made: IndexPair, decided: IndexTopology): Promise<void> {
    const { cluster } = this.#options;
    const used = new Set(indicesOf(writeSet(decided)));
    const unused = TABLES.map((table) => made[table]).filter((index) => !used.has(index));
    if (unused.length === 0) return;
    if (decided.active && !decided.also) await cluster.pointReaders(decided.active);
    await cluster.delete(unused);
  }

  /** Compares the topology with what the cluster really has, and settles the difference. */
  async reconcile(signal: AbortSignal): Promise<IndexTopology> {
    const { cluster, topology, observer } = this.#options;
    const { value, revision } = await this.ensure(signal);
    if (writeSet(value).length === 0) return value;
    const indices = await cluster.list({ signal, timeoutMs: LIST_TIMEOUT_MS });
    const present = withLoss(value, exists(indices));
    if (!sameTopology(present, value)) {
      await topology.write(present, revision);
      observer.topologyChanged(present, 'indices are gone');
      return present;
    }
    // During a rebuild the aliases are its own affair.
    if (value.active && !value.also && !readersPointTo(indices, value.active)) {
      await cluster.pointReaders(value.active);
    }
    return value;
  }

  async #createWhereComplete(
    indices: Indices,
    signal: AbortSignal,
  ): Promise<IndexPair | undefined> {
    if (!(await this.#isHistoryWhole(signal))) return undefined;
    const pair = indices.size === 0 ? pairOf(1) : nextPair(indices.keys());
    await this.#options.cluster.create(pair);
    return pair;
  }

  async #isHistoryWhole(signal: AbortSignal): Promise<boolean> {
    const { stream, genesis, record } = this.#options;
    const view = await stream.view();
    if (!view) throw new TierUnavailable('there is no change stream yet');
    const known = await genesis.read();
    if (known) return holdsWholeHistory(view, known.value);
    if (!(await record.isEmpty(signal))) return false;
    const found = { streamCreatedMs: view.createdMs };
    await genesis.write(found, 0).catch((error: unknown) => {
      if (!(error instanceof Outpaced)) throw error;
    });
    return holdsWholeHistory(view, found);
  }
}
