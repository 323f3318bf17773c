// Finds the caller that a key or a certificate speaks for. Built once per policy and never changed,
// so that a call sees one policy from its first check to its last. What a stranger can time says
// nothing: the hash of what was presented decides where to look, and hashes are compared whole.
import { hash as hashOf, timingSafeEqual } from 'node:crypto';

import type { Caller, CallerKey } from './caller.ts';

export type KeyVerdict =
  { kind: 'known'; caller: Caller } | { kind: 'expired' } | { kind: 'unknown' };

interface Entry {
  caller: Caller;
  key: CallerKey;
}

const HASH_BYTES = 32;
const PREFIX_BYTES = 4;
// Stands in where no caller's key begins alike, so that a miss costs one comparison as well.
const NOBODY: Entry[] = [];
const NO_HASH = Buffer.alloc(HASH_BYTES);

export class CallerDirectory {
  readonly #byPrefix = new Map<number, Entry[]>();
  readonly #byName = new Map<string, Caller>();

  constructor(callers: readonly Caller[]) {
    for (const caller of callers) {
      this.#byName.set(caller.name, caller);
      for (const key of caller.keys) this.#add({ caller, key });
    }
  }

  get size(): number {
    return this.#byName.size;
  }

  /** The caller of that name; for names that a certificate proved. */
  named(name: string): Caller | undefined {
    return this.#byName.get(name);
  }

  /** The caller whose key this is. A key that has ended is told from one that never was. */
  holderOf(presented: string, nowMs: number): KeyVerdict {
    const hash = hashOf('sha256', presented, 'buffer');
    const candidates = this.#byPrefix.get(prefixOf(hash)) ?? NOBODY;
    let match: Entry | undefined;
    for (const entry of candidates) {
      if (timingSafeEqual(hash, entry.key.sha256)) match = entry;
    }
    if (candidates === NOBODY) timingSafeEqual(hash, NO_HASH);
    if (!match) return { kind: 'unknown' };
    const { caller, key } = match;
    if (key.expireMs !== undefined && key.expireMs <= nowMs) return { kind: 'expired' };
    return { kind: 'known', caller };
  }

  #add(entry: Entry): void {
    if (entry.key.sha256.length !== HASH_BYTES) return;
    const prefix = prefixOf(entry.key.sha256);
    const entries = this.#byPrefix.get(prefix);
    if (entries) entries.push(entry);
    else this.#byPrefix.set(prefix, [entry]);
  }
}

function prefixOf(hash: Buffer): number {
  return hash.readUIntBE(0, PREFIX_BYTES);
}
