// The cache of one center, as the use cases see it. The scripts beside the Redis adapter say what
// each operation means; every operation is safe to repeat, and to run late, in any order.
import type { BucketState } from '../domain/bucket-state.ts';
import type { CacheKey } from '../domain/cache-key.ts';
import type { Entry, Hit } from '../domain/entry.ts';

export type Center = 'a' | 'b';

/** The key's node cannot be had, or not in time. The operation may have run, or may still run. */
export class CacheUnavailable extends Error {
  override name = 'CacheUnavailable';
}

/** A rule leaves the cache alone: the operation did not run, and would not run at once either. */
export class CacheLeftAlone extends CacheUnavailable {
  override name = 'CacheLeftAlone';
  /** Undefined where no time can be told. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    { retryAfterMs, cause }: { retryAfterMs?: number | undefined; cause: unknown },
  ) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

/** What a key holds; `undefined` for nothing or a fence. */
export type CacheRead = Hit | undefined | 'unavailable';

export type Taken =
  /** The bucket has no generation: nothing of it may be used. */
  | { state: 'closed' }
  | { state: 'hit'; hit: Hit }
  /** A write is under way: only the record knows, and it holds at least `min`. */
  | { state: 'locked'; min: number }
  /**
   * No value. `token` is what a fill must show; empty when none was asked for and none is there.
   */
  | { state: 'missing'; min: number; token: string; generation: number; readable: number };

export interface Fill {
  token: string;
  /** 0 for an absence. */
  version: number;
  /** Undefined for an absence. */
  payload: Buffer | undefined;
  ttlMs: number;
}

export const FILL_OUTCOMES = [
  'stored',
  'closed',
  'evicted',
  'fenced',
  'locked',
  'old',
  'known',
] as const;
export type FillOutcome = (typeof FILL_OUTCOMES)[number];

export type LockOutcome = 'locked' | 'closed' | 'full';

/** Proof that an index has every version fenced before `beat` in that generation of a bucket. */
export interface Claim {
  generation: number;
  beat: number;
}

export interface Beat {
  bucket: number;
  beat: number;
  /** Pins stamped before it may be released. */
  release: number;
  /** One for each cluster, in the order of CLUSTERS. */
  claims: readonly [Claim, Claim, Claim];
}

export interface BeatAnswer extends BucketState {
  pins: number;
}

/** Operations throw CacheUnavailable. */
export interface CacheCenter {
  readonly name: Center;
  /** One answer for each key, in their order; never rejects. */
  read(keys: readonly CacheKey[]): Promise<CacheRead[]>;
  /**
   * With a token of 8 bytes (latin1) a reader says that it will bring the value; undefined: it only
   * looks.
   */
  take(key: CacheKey, token: string | undefined): Promise<Taken>;
  fill(key: CacheKey, fill: Fill): Promise<FillOutcome>;
  /** Lock ids are 8 bytes. */
  lock(key: CacheKey, lockId: Buffer): Promise<LockOutcome>;
  fence(key: CacheKey, fence: { lockId: Buffer | undefined; min: number }): Promise<void>;
  unlock(key: CacheKey, lockId: Buffer): Promise<void>;
  poll(bucket: number): Promise<BucketState | undefined>;
  beat(beat: Beat): Promise<BeatAnswer>;
  /** The whole entry, for people. */
  look(key: CacheKey): Promise<{ entry: Entry | undefined; generation: number | undefined }>;
}

export interface CacheSettings {
  /**
   * Beats after which a lock's writer has certainly given up: it commits within a third of that.
   */
  lockLife: number;
  locksMax: number;
  /** Pins that one beat looks at in one bucket. */
  pinsPerBeat: number;
  valueTtlMs: number;
  absentTtlMs: number;
  fenceTtlMs: number;
  tokenTtlMs: number;
}

export const CACHE_SETTINGS: CacheSettings = {
  lockLife: 30_000,
  locksMax: 64,
  pinsPerBeat: 500,
  valueTtlMs: 600_000,
  absentTtlMs: 10_000,
  fenceTtlMs: 600_000,
  tokenTtlMs: 10_000,
};

/** All proofs of a beat that proves nothing. */
export const NO_CLAIM: Claim = { generation: 0, beat: 0 };
