// An index cluster on Elasticsearch.
import {
  ElasticUnavailable,
  type AliasAction,
  type Elastic,
  type WriteOutcome as DriverOutcome,
} from '@member-mesh/driver-elastic';

import {
  TierUnavailable,
  type DocumentRef,
  type IndexCluster,
  type Patience,
  type ReadOutcome,
  type WriteOutcome,
} from '../../app/ports.ts';
import { TABLES, writeAlias, type ClusterName, type IndexPair } from '../../domain/cluster.ts';
import { definitionOf, type IndexSizing } from '../../domain/index-definition.ts';
import type { IndexWrite } from '../../domain/write-plan.ts';

/** Every index of ours, whether in use or left over. */
export const INDICES = 'member-*,account-*';
/** Beside those: what the controller writes and reads to see whether a cluster does both. */
const CANARY = 'mesh-canary';
const WALK_PAGE_SIZE = 1_000;
const WALK_TIMEOUT_MS = 30_000;

/** It is never searched, and nothing is lost with it. */
const CANARY_DEFINITION = {
  settings: {
    index: {
      ...{ number_of_shards: 1, number_of_replicas: 0, refresh_interval: -1 },
      translog: { durability: 'async' },
    },
  },
  mappings: { dynamic: 'strict', properties: {} },
};

function toOutcome(outcome: DriverOutcome): WriteOutcome {
  switch (outcome.kind) {
    case 'applied':
    case 'superseded':
      // The index has this version or a newer one: what was wanted is so.
      return { kind: 'applied' };
    case 'retryable':
      return { kind: 'retryable', reason: outcome.type };
    case 'index-missing':
      return outcome;
    case 'rejected':
      return { kind: 'rejected', reason: `${outcome.type}: ${outcome.reason}` };
  }
}

/** Tells the driver's failures that pass in the words of the port. */
export async function reaching<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    if (!(error instanceof ElasticUnavailable)) throw error;
    throw new TierUnavailable(error.message, { cause: error });
  }
}

export class ElasticCluster implements IndexCluster {
  readonly name: ClusterName;
  readonly #elastic: Elastic;
  readonly #sizing: IndexSizing;

  constructor(name: ClusterName, elastic: Elastic, sizing: IndexSizing) {
    this.name = name;
    this.#elastic = elastic;
    this.#sizing = sizing;
  }

  async write(writes: readonly IndexWrite[], patience: Patience): Promise<WriteOutcome[]> {
    const documents = writes.map((write) => ({
      ...{ alias: writeAlias(write.index), id: write.id, routing: write.id },
      ...{ version: write.version, source: this.sourceOf(write) },
    }));
    const outcomes = await reaching(this.#elastic.bulk(documents, patience));
    return outcomes.map(toOutcome);
  }

  /** What is stored of a write. */
  protected sourceOf(write: IndexWrite): string | undefined {
    return write.source;
  }

  async read(index: string, ids: readonly string[], patience: Patience): Promise<ReadOutcome[]> {
    const keys = ids.map((id) => ({ id, routing: id }));
    type Source = Record<string, unknown>;
    const items = await reaching(this.#elastic.mget<Source>(index, keys, patience));
    return items.map((item) => {
      if (item.kind !== 'failed') return item;
      throw new TierUnavailable(`${index} cannot be read: ${item.type}`);
    });
  }

  async *walk(index: string, signal: AbortSignal): AsyncGenerator<DocumentRef[]> {
    const options = { pageSize: WALK_PAGE_SIZE, fields: ['version'], signal };
    const walk = this.#elastic.walk<{ version: number }>(index, {
      ...options,
      timeoutMs: WALK_TIMEOUT_MS,
    });
    for (;;) {
      const page = await reaching(walk.next());
      if (page.done) return;
      yield page.value.map(({ id, source }) => ({ id, version: source.version }));
    }
  }

  count(index: string, patience: Patience): Promise<number> {
    return reaching(this.#elastic.count(index, undefined, patience));
  }

  list(patience: Patience): Promise<Map<string, string[]>> {
    return reaching(this.#elastic.listIndices(INDICES, patience));
  }

  async create(pair: IndexPair): Promise<void> {
    for (const table of TABLES) {
      const index = pair[table];
      const definition = { ...definitionOf(table, this.#sizing), aliases: [writeAlias(index)] };
      await reaching(this.#elastic.createIndex(index, definition));
    }
  }

  async delete(indices: readonly string[]): Promise<void> {
    for (const index of indices) await reaching(this.#elastic.deleteIndex(index));
  }

  async refresh(pair: IndexPair): Promise<void> {
    for (const table of TABLES) await reaching(this.#elastic.refresh(pair[table]));
  }

  async pointReaders(pair: IndexPair): Promise<void> {
    const indices = await reaching(this.#elastic.listIndices(INDICES));
    const actions = TABLES.flatMap((table): AliasAction[] => [
      ...[...indices]
        .filter(([index, aliases]) => index !== pair[table] && aliases.includes(table))
        .map(([index]) => ({ remove: { index, alias: table } })),
      { add: { index: pair[table], alias: table } },
      { add: { index: pair[table], alias: writeAlias(pair[table]) } },
    ]);
    await reaching(this.#elastic.changeAliases(actions));
  }

  ping(patience: Patience): Promise<void> {
    return reaching(this.#elastic.ping(patience));
  }

  async canary(patience: Patience): Promise<void> {
    const write = { alias: writeAlias(CANARY), id: this.name, routing: this.name, version: 1 };
    const [outcome] = await reaching(this.#elastic.bulk([{ ...write, source: '{}' }], patience));
    if (outcome?.kind === 'index-missing') {
      const definition = { ...CANARY_DEFINITION, aliases: [writeAlias(CANARY)] };
      await reaching(this.#elastic.createIndex(CANARY, definition));
      return this.canary(patience);
    }
    if (outcome?.kind !== 'applied') {
      const what = outcome && 'type' in outcome ? outcome.type : 'nothing';
      throw new TierUnavailable(`${this.name} takes no writes: ${what}`);
    }
    const [found] = await this.read(CANARY, [this.name], patience);
    if (found?.kind !== 'found') throw new TierUnavailable(`${this.name} lost what it had taken`);
  }
}
