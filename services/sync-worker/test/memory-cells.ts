// The shared keys in memory, with deaths: after so many writes every further one fails for ever, as
// it does for a process that is no more.
import { Outpaced, type Cell, type ClusterCells, type Leadership } from '../src/app/ports.ts';
import type { Versioned } from '../src/app/ports.ts';
import type { Applied } from '../src/domain/history.ts';
import { decodePlan, encodePlan, type RebuildPlan } from '../src/domain/rebuild-plan.ts';
import { decodeTopology, encodeTopology, type IndexTopology } from '../src/domain/topology.ts';

export class Died extends Error {
  override name = 'Died';
}

/** How many steps a process has left to live. */
export interface Life {
  stepsLeft: number;
}

export function takeStep(life: Life): void {
  if (life.stepsLeft <= 0) throw new Died('the process is dead');
  life.stepsLeft -= 1;
}

/** What is stored, shared by all processes. */
export interface Store {
  values: Map<string, Versioned<string>>;
}

interface Format<T> {
  encode: (value: T) => string;
  decode: (text: string) => T;
}

export class MemoryCell<T> implements Cell<T> {
  readonly #store: Store;
  readonly #key: string;
  readonly #format: Format<T>;
  readonly #life: Life;

  constructor(store: Store, key: string, how: { format: Format<T>; life: Life }) {
    this.#store = store;
    this.#key = key;
    this.#format = how.format;
    this.#life = how.life;
  }

  read(): Promise<Versioned<T> | undefined> {
    const stored = this.#store.values.get(this.#key);
    const value = stored && { ...stored, value: this.#format.decode(stored.value) };
    return Promise.resolve(value);
  }

  write(value: T, revision: number): Promise<number> {
    return Promise.resolve().then(() => {
      takeStep(this.#life);
      const known = this.#store.values.get(this.#key)?.revision ?? 0;
      if (known !== revision) throw new Outpaced(`${this.#key} is at ${known}`);
      this.#store.values.set(this.#key, { value: this.#format.encode(value), revision: known + 1 });
      return known + 1;
    });
  }
}

/** Always granted: a dead leader's term is over in these tests. */
const granted: Leadership = {
  held: () => true,
  acquire: () => Promise.resolve(true),
  release: () => Promise.resolve(),
};

/** A value kept as JSON. */
export function jsonFormat<T>(): Format<T> {
  return { encode: (value) => JSON.stringify(value), decode: (text) => JSON.parse(text) as T };
}

export function memoryCells(store: Store, life: Life): ClusterCells {
  const topology: Format<IndexTopology> = { encode: encodeTopology, decode: decodeTopology };
  const plan: Format<RebuildPlan> = { encode: encodePlan, decode: decodePlan };
  return {
    topology: new MemoryCell(store, 'topology', { format: topology, life }),
    applied: new MemoryCell(store, 'applied', { format: jsonFormat<Applied>(), life }),
    plan: new MemoryCell(store, 'plan', { format: plan, life }),
    rebuilding: granted,
  };
}
