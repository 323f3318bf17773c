// The cache's state machine in memory: what the scripts do, written a second time, so that the two
// can be compared. Time does not pass here: what may be evicted is evicted when a test says so.
import {
  type Beat,
  type BeatAnswer,
  type CacheCenter,
  type CacheRead,
  type CacheSettings,
  CacheUnavailable,
  type Center,
  type Fill,
  type FillOutcome,
  type LockOutcome,
  type Taken,
} from '../src/app/cache-center.ts';
import type { BucketState } from '../src/domain/bucket-state.ts';
import type { CacheKey } from '../src/domain/cache-key.ts';
import type { Entry, Hit } from '../src/domain/entry.ts';

interface Bucket extends BucketState {
  runId: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class MemoryCacheCenter implements CacheCenter {
  readonly name: Center;
  readonly #settings: CacheSettings;
  readonly #entries = new Map<string, Entry & { bucket: number }>();
  readonly #buckets = new Map<number, Bucket>();
  #runId = 1;
  #away = false;

  constructor(name: Center, settings: CacheSettings) {
    this.name = name;
    this.#settings = settings;
  }

  /** Nothing answers until the next call with false. */
  setAway(away: boolean): void {
    this.#away = away;
  }

  /** The node comes back as another process without any data. */
  restartEmpty(): void {
    this.#entries.clear();
    this.#buckets.clear();
    this.#runId++;
  }

  /** Another process takes over with the data as it is. */
  takeOver(): void {
    this.#runId++;
  }

  /** Somebody deletes a bucket's state. */
  forgetGeneration(bucket: number): void {
    this.#buckets.delete(bucket);
  }

  /** Memory is short: the key goes if it may. */
  evict(key: CacheKey): boolean {
    const entry = this.#entries.get(key.name);
    return entry !== undefined && !isPinned(entry) && this.#entries.delete(key.name);
  }

  /** The key goes, whether it may or not. */
  protected drop(key: CacheKey): boolean {
    return this.#entries.delete(key.name);
  }

  async read(keys: readonly CacheKey[]): Promise<CacheRead[]> {
    return keys.map(({ name }) => {
      if (this.#away) return 'unavailable';
      const entry = this.#entries.get(name);
      return entry && hitOf(entry);
    });
  }

  async take(key: CacheKey, token: string | undefined): Promise<Taken> {
    const bucket = this.#bucket(key);
    if (!bucket) return { state: 'closed' };
    const entry = this.#load(key, bucket);
    if (entry && entry.locks.length > 0) return { state: 'locked', min: entry.min };
    const hit = entry && hitOf(entry);
    if (hit) return { state: 'hit', hit };
    const { generation, released } = bucket;
    const readable = bucket.proven.reduce((mask, proven, index) => {
      return proven >= released ? mask | (1 << index) : mask;
    }, 0);
    const held = entry?.token?.toString('latin1');
    if (token === undefined) {
      return { state: 'missing', min: entry?.min ?? 0, token: '', generation, readable };
    }
    const kept = entry ?? blank(key, bucket);
    kept.token ??= Buffer.from(token, 'latin1');
    this.#entries.set(key.name, kept);
    return { state: 'missing', min: kept.min, token: held ?? token, generation, readable };
  }

  async fill(key: CacheKey, { token, version, payload }: Fill): Promise<FillOutcome> {
    const bucket = this.#bucket(key);
    if (!bucket) return 'closed';
    const entry = this.#load(key, bucket);
    if (!entry) return 'evicted';
    if (entry.token?.toString('latin1') !== token) return 'fenced';
    if (entry.locks.length > 0) return 'locked';
    if (version < entry.min) return 'old';
    if (entry.kind !== 'fence' && version <= entry.version) return 'known';
    entry.kind = payload ? 'value' : 'absent';
    entry.version = version;
    entry.payload = payload ?? Buffer.alloc(0);
    entry.token = undefined;
    return 'stored';
  }

  async lock(key: CacheKey, lockId: Buffer): Promise<LockOutcome> {
    const bucket = this.#bucket(key);
    if (!bucket) {
      this.#entries.delete(key.name);
      return 'closed';
    }
    const entry = this.#load(key, bucket) ?? blank(key, bucket);
    const others = entry.locks.filter(({ id }) => !id.equals(lockId));
    if (others.length >= this.#settings.locksMax) return 'full';
    entry.min = Math.max(entry.min, entry.version);
    dropValue(entry);
    entry.token = undefined;
    entry.locks = [...others, { id: lockId, beat: bucket.beat }];
    this.#entries.set(key.name, entry);
    return 'locked';
  }

  async fence(key: CacheKey, fence: { lockId: Buffer | undefined; min: number }): Promise<void> {
    const bucket = this.#bucket(key);
    if (!bucket) {
      this.#entries.delete(key.name);
      return;
    }
    const { lockId, min } = fence;
    const entry = this.#load(key, bucket) ?? blank(key, bucket);
    if (lockId) entry.locks = entry.locks.filter(({ id }) => !id.equals(lockId));
    if (entry.version < min) dropValue(entry);
    entry.min = Math.max(entry.min, min);
    entry.stamp = bucket.beat;
    entry.token = undefined;
    this.#entries.set(key.name, entry);
  }

  async unlock(key: CacheKey, lockId: Buffer): Promise<void> {
    const bucket = this.#bucket(key);
    const entry = bucket && this.#load(key, bucket);
    if (entry) entry.locks = entry.locks.filter(({ id }) => !id.equals(lockId));
  }

  async poll(bucket: number): Promise<BucketState | undefined> {
    this.#mustAnswer();
    const state = this.#buckets.get(bucket);
    return state?.runId === this.#runId ? shown(state) : undefined;
  }

  async beat({ bucket: number, beat, release, claims }: Beat): Promise<BeatAnswer> {
    this.#mustAnswer();
    let bucket = this.#buckets.get(number);
    if (bucket?.runId !== this.#runId) {
      const last = bucket ? Math.max(bucket.beat, bucket.generation) : 0;
      const now = Math.max(beat, last + 1);
      bucket = { generation: now, beat: now, released: now, proven: [0, 0, 0], runId: this.#runId };
      this.#buckets.set(number, bucket);
    } else {
      const { generation, proven } = bucket;
      bucket.beat = Math.max(bucket.beat, beat);
      const next = proven.map((before, index) => {
        const claim = claims[index];
        return claim?.generation === generation ? Math.max(before, claim.beat) : before;
      });
      (bucket as Mutable<Bucket>).proven = next as unknown as BucketState['proven'];
      bucket.released = Math.max(bucket.released, Math.min(release, bucket.beat));
    }
    const pins = this.#release(number, bucket);
    return { ...shown(bucket), pins };
  }

  async look(key: CacheKey): Promise<{ entry: Entry | undefined; generation: number | undefined }> {
    this.#mustAnswer();
    const found = this.#entries.get(key.name);
    if (!found) return { entry: undefined, generation: this.#buckets.get(key.bucket)?.generation };
    const { bucket, ...entry } = found;
    return { entry, generation: this.#buckets.get(bucket)?.generation };
  }

  #release(number: number, bucket: Bucket): number {
    let pins = 0;
    for (const [name, entry] of this.#entries) {
      if (entry.bucket !== number || !isPinned(entry)) continue;
      const { lockLife } = this.#settings;
      const locksEnd = entry.locks.map(({ beat }) => beat + lockLife);
      // A locked entry is looked at when its first lock may go, and not before.
      const due = locksEnd.length > 0 ? Math.min(...locksEnd) : entry.stamp;
      if (due < bucket.released) {
        if (entry.generation < bucket.generation) {
          this.#entries.delete(name);
          continue;
        }
        entry.locks = entry.locks.filter(({ beat }) => beat + lockLife >= bucket.released);
        if (entry.stamp < bucket.released) entry.stamp = 0;
      }
      if (isPinned(entry)) pins++;
    }
    return pins;
  }

  #bucket(key: CacheKey): Bucket | undefined {
    this.#mustAnswer();
    return this.#buckets.get(key.bucket);
  }

  #load(key: CacheKey, bucket: Bucket): (Entry & { bucket: number }) | undefined {
    const entry = this.#entries.get(key.name);
    return entry && entry.generation >= bucket.generation ? entry : undefined;
  }

  #mustAnswer(): void {
    if (this.#away) throw new CacheUnavailable('this center does not answer');
  }
}

function isPinned({ locks, stamp }: Entry): boolean {
  return locks.length > 0 || stamp > 0;
}

function dropValue(entry: Entry): void {
  entry.kind = 'fence';
  entry.version = 0;
  entry.payload = Buffer.alloc(0);
}

function blank(key: CacheKey, { generation }: Bucket): Entry & { bucket: number } {
  return {
    ...{ bucket: key.bucket, kind: 'fence', generation, version: 0, min: 0, stamp: 0 },
    ...{ token: undefined, locks: [], payload: Buffer.alloc(0) },
  };
}

function hitOf({ kind, generation, version, payload }: Entry): Hit | undefined {
  return kind === 'fence' ? undefined : { kind, generation, version, payload };
}

function shown({ generation, beat, released, proven }: Bucket): BucketState {
  return { generation, beat, released, proven };
}
