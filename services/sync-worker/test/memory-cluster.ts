// The port IndexCluster in memory, held to the same suite as Elasticsearch; with faults on demand.
import { TierUnavailable, type DocumentRef, type IndexCluster } from '../src/app/ports.ts';
import type { ReadOutcome, WriteOutcome } from '../src/app/ports.ts';
import { TABLES, writeAlias, type ClusterName, type IndexPair } from '../src/domain/cluster.ts';
import type { IndexWrite } from '../src/domain/write-plan.ts';

interface Stored {
  version: number;
  source: Record<string, unknown>;
}

interface MemoryIndex {
  documents: Map<string, Stored>;
  aliases: Set<string>;
}

// As Elasticsearch's limit of an indexed term.
const TERM_BYTES_MAX = 32_766;

export class MemoryCluster implements IndexCluster {
  readonly name: ClusterName;
  readonly #indices = new Map<string, MemoryIndex>();
  /** Sizes of the write requests so far. */
  readonly requests: number[] = [];
  /** Unreachable while set. */
  down = false;
  /** Decides what a write meets instead of being tried; undefined lets it through. */
  onWrite: (write: IndexWrite) => WriteOutcome | undefined = () => undefined;

  constructor(name: ClusterName = 'order-a') {
    this.name = name;
  }

  write(writes: readonly IndexWrite[]): Promise<WriteOutcome[]> {
    return this.#reached(() => {
      this.requests.push(writes.length);
      return writes.map((write) => this.onWrite(write) ?? this.#store(write));
    });
  }

  read(index: string, ids: readonly string[]): Promise<ReadOutcome[]> {
    return this.#reached(() => {
      const documents = this.#index(index)?.documents;
      return ids.map((id) => {
        const found = documents?.get(id);
        return found ? { kind: 'found', ...found } : { kind: 'absent' };
      });
    });
  }

  async *walk(index: string): AsyncGenerator<DocumentRef[]> {
    const documents = await this.#reached(() => [...(this.#index(index)?.documents ?? [])]);
    yield documents.map(([id, { version }]) => ({ id, version }));
  }

  count(index: string): Promise<number> {
    return this.#reached(() => this.#index(index)?.documents.size ?? 0);
  }

  list(): Promise<Map<string, string[]>> {
    return this.#reached(
      () => new Map([...this.#indices].map(([name, { aliases }]) => [name, [...aliases].sort()])),
    );
  }

  create(pair: IndexPair): Promise<void> {
    return this.#reached(() => {
      for (const table of TABLES) {
        if (this.#indices.has(pair[table])) continue;
        const aliases = new Set([writeAlias(pair[table])]);
        this.#indices.set(pair[table], { documents: new Map(), aliases });
      }
    });
  }

  delete(indices: readonly string[]): Promise<void> {
    return this.#reached(() => {
      for (const index of indices) this.#indices.delete(index);
    });
  }

  refresh(): Promise<void> {
    return this.#reached(() => undefined);
  }

  pointReaders(pair: IndexPair): Promise<void> {
    return this.#reached(() => {
      for (const table of TABLES) {
        for (const { aliases } of this.#indices.values()) aliases.delete(table);
        this.#indices.get(pair[table])?.aliases.add(table);
      }
    });
  }

  ping(): Promise<void> {
    return this.#reached(() => undefined);
  }

  canary(): Promise<void> {
    return this.#reached(() => undefined);
  }

  #index(name: string): MemoryIndex | undefined {
    const named = this.#indices.get(name);
    return named ?? [...this.#indices.values()].find(({ aliases }) => aliases.has(name));
  }

  #store({ index, id, version, source }: IndexWrite): WriteOutcome {
    const documents = this.#indices.get(index)?.documents;
    if (!documents) return { kind: 'index-missing' };
    const content = JSON.parse(source) as Record<string, unknown>;
    const { encoded: _unindexed, ...indexed } = content;
    const tooLong = Object.values(indexed).some(
      (value) => typeof value === 'string' && Buffer.byteLength(value) > TERM_BYTES_MAX,
    );
    if (tooLong) return { kind: 'rejected', reason: 'immense term' };
    if ((documents.get(id)?.version ?? 0) <= version)
      documents.set(id, { version, source: content });
    return { kind: 'applied' };
  }

  #reached<T>(operation: () => T): Promise<T> {
    if (this.down) return Promise.reject(new TierUnavailable('down'));
    return Promise.resolve().then(operation);
  }
}
