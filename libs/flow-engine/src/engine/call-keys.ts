// The keys of one call, each once with all it costs: a batch that names an account ten times asks
// ten of it, and must not be judged ten times for one. One of these is filled again for each call.
import type { CallKey } from '../call.ts';
import { TextHash } from '../policy/hash.ts';

/** Up to so many keys are compared with each other; more are looked up. */
const COMPARED_MAX = 16;

export class CallKeys {
  count = 0;
  readonly kinds: CallKey['kind'][] = [];
  readonly values: string[] = [];
  readonly costs: number[] = [];
  readonly #hashes: TextHash[] = [];
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  fill(keys: readonly CallKey[]): void {
    this.count = 0;
    const known = keys.length > COMPARED_MAX ? new Map<string, number>() : undefined;
    for (const key of keys) {
      const at = known ? known.get(`${key.kind} ${key.value}`) : this.#indexOf(key);
      if (at !== undefined) {
        this.costs[at] = (this.costs[at] ?? 0) + (key.cost ?? 1);
        continue;
      }
      known?.set(`${key.kind} ${key.value}`, this.count);
      this.#append(key);
    }
  }

  /** The hash of a key under a salt. */
  hash(at: number, salt: number): number {
    return this.#hashes[at]?.salted(salt) ?? 0;
  }

  #indexOf(key: CallKey): number | undefined {
    for (let at = 0; at < this.count; at++) {
      if (this.values[at] === key.value && this.kinds[at] === key.kind) return at;
    }
    return undefined;
  }

  #append(key: CallKey): void {
    const at = this.count++;
    this.kinds[at] = key.kind;
    this.values[at] = key.value;
    this.costs[at] = key.cost ?? 1;
    (this.#hashes[at] ??= new TextHash()).of(key.value, this.#seed);
  }
}
