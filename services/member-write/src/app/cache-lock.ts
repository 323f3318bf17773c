// The locks that one write holds in the caches of both centers. A lock refuses fills until the
// fence, so that between commit and fence every default read asks the record. It lives 30 s in the
// cache; a write that took longer than 10 s since it asked for its first lock does not commit any
// more.
import type { Clock } from '@member-mesh/kernel';

import { type CacheFence, type CacheFences, type CacheKey, cacheKeyName } from './ports.ts';

/** Longer than every member-query takes to be replaced. */
const LOCK_TIMEOUT_MS = 5_000;
const UNLOCK_TIMEOUT_MS = 1_000;
const COMMIT_WITHIN_MS = 10_000;

export class CacheLock {
  readonly #fences: CacheFences;
  readonly #clock: Clock;
  readonly #lockId: Buffer;
  readonly #held = new Map<string, CacheKey>();
  #firstAskedMs: number | undefined;

  constructor(fences: CacheFences, clock: Clock, lockId: Buffer) {
    this.#fences = fences;
    this.#clock = clock;
    this.#lockId = lockId;
  }

  /**
   * Locks what is not locked yet. Throws CachesUnreachable; some of the keys may then be locked.
   */
  async take(keys: readonly CacheKey[], remainingMs: number): Promise<void> {
    const missing = keys.filter((key) => !this.#held.has(cacheKeyName(key)));
    if (missing.length === 0) return;
    this.#firstAskedMs ??= this.#clock.monotonicMs();
    // Noted before the answer: an unanswered lock may hold, and has to be taken away as well.
    for (const key of missing) this.#held.set(cacheKeyName(key), key);
    await this.#fences.lock(this.#lockId, missing, Math.min(LOCK_TIMEOUT_MS, remainingMs));
  }

  holds(key: CacheKey): boolean {
    return this.#held.has(cacheKeyName(key));
  }

  /** Whether the locks are surely still there when a commit sent now is done. */
  mayCommit(): boolean {
    if (this.#firstAskedMs === undefined) return true;
    return this.#clock.monotonicMs() - this.#firstAskedMs <= COMMIT_WITHIN_MS;
  }

  /** Raises the least versions; takes the locks on these keys away, and those on all other keys. */
  async fence(fences: readonly CacheFence[], timeoutMs: number): Promise<void> {
    if (fences.length > 0) await this.#fences.fence(this.#lockId, fences, timeoutMs);
    for (const { key } of fences) this.#held.delete(cacheKeyName(key));
    this.release();
  }

  /** Takes all locks away, as far as it can: what stays is dropped by the cache itself. */
  release(): void {
    const keys = [...this.#held.values()];
    this.#held.clear();
    if (keys.length === 0) return;
    this.#fences.unlock(this.#lockId, keys, UNLOCK_TIMEOUT_MS).catch(() => undefined);
  }

  /** Leaves the locks to the cache: a commit whose outcome is unknown may still come. */
  abandon(): void {
    this.#held.clear();
  }
}
