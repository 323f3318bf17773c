// An entry of the cache as bytes: a fixed header, so that a hit is one plain GET whose payload is
// handed on without a copy. adapters/redis/scripts/entry.lua describes the layout and is its other
// half.
import { invariant } from '@member-mesh/kernel';

export const ENTRY_KINDS = ['fence', 'value', 'absent'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

const TOKEN_BYTES = 8;
export const LOCK_ID_BYTES = 8;

const FORMAT = 1;
const KIND_AT = 1;
const LOCK_COUNT_AT = 2;
const GENERATION_AT = 4;
const VERSION_AT = 12;
const MIN_AT = 20;
const STAMP_AT = 28;
const TOKEN_AT = 36;
const HEADER_BYTES = 44;
const LOCK_BYTES = LOCK_ID_BYTES + 8;

export interface EntryLock {
  id: Buffer;
  /** The bucket's beat when the lock was taken. */
  beat: number;
}

export interface Entry {
  kind: EntryKind;
  generation: number;
  /** Of a value; else 0. */
  version: number;
  /** The least version that may be stored. */
  min: number;
  /** The bucket's beat at the latest fence; 0 once every index has the version. */
  stamp: number;
  /** What a fill must show; undefined when no miss is under way. */
  token: Buffer | undefined;
  locks: EntryLock[];
  /** Of a value; else empty. */
  payload: Buffer;
}

/** What a reader needs of a value, and nothing else. */
export interface Hit {
  kind: 'value' | 'absent';
  generation: number;
  version: number;
  payload: Buffer;
}

/** The value or absence in `raw`; undefined for a fence. The payload shares the memory of `raw`. */
export function decodeHit(raw: Buffer): Hit | undefined {
  const kind = kindIn(raw);
  if (kind === 'fence') return undefined;
  return {
    kind,
    generation: raw.readDoubleBE(GENERATION_AT),
    version: raw.readDoubleBE(VERSION_AT),
    payload: raw.subarray(HEADER_BYTES + LOCK_BYTES * raw.readUInt16BE(LOCK_COUNT_AT)),
  };
}

export function decodeEntry(raw: Buffer): Entry {
  const count = raw.readUInt16BE(LOCK_COUNT_AT);
  const token = raw.subarray(TOKEN_AT, TOKEN_AT + TOKEN_BYTES);
  const locks: EntryLock[] = [];
  for (let at = HEADER_BYTES; locks.length < count; at += LOCK_BYTES) {
    const id = raw.subarray(at, at + LOCK_ID_BYTES);
    locks.push({ id, beat: raw.readDoubleBE(at + LOCK_ID_BYTES) });
  }
  return {
    kind: kindIn(raw),
    generation: raw.readDoubleBE(GENERATION_AT),
    version: raw.readDoubleBE(VERSION_AT),
    min: raw.readDoubleBE(MIN_AT),
    stamp: raw.readDoubleBE(STAMP_AT),
    token: token.every((byte) => byte === 0) ? undefined : token,
    locks,
    payload: raw.subarray(HEADER_BYTES + LOCK_BYTES * count),
  };
}

export function encodeEntry(entry: Entry): Buffer {
  const header = Buffer.alloc(HEADER_BYTES + LOCK_BYTES * entry.locks.length);
  header[0] = FORMAT;
  header[KIND_AT] = ENTRY_KINDS.indexOf(entry.kind);
  header.writeUInt16BE(entry.locks.length, LOCK_COUNT_AT);
  header.writeDoubleBE(entry.generation, GENERATION_AT);
  header.writeDoubleBE(entry.version, VERSION_AT);
  header.writeDoubleBE(entry.min, MIN_AT);
  header.writeDoubleBE(entry.stamp, STAMP_AT);
  entry.token?.copy(header, TOKEN_AT);
  entry.locks.forEach(({ id, beat }, index) => {
    const at = HEADER_BYTES + LOCK_BYTES * index;
    id.copy(header, at);
    header.writeDoubleBE(beat, at + LOCK_ID_BYTES);
  });
  return Buffer.concat([header, entry.payload]);
}

function kindIn(raw: Buffer): EntryKind {
  const kind = raw.length >= HEADER_BYTES ? ENTRY_KINDS[raw[KIND_AT] ?? -1] : undefined;
  invariant(raw[0] === FORMAT && kind !== undefined, 'a cache entry of an unknown format');
  return kind;
}
