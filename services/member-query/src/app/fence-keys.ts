// Locks and fences keys in both centers at once. A center that is slow or away never delays the
// other's part; the whole succeeds only when both have all of it.
import { type Clock, type Random, sleep } from '@member-mesh/kernel';

import { type CacheKey, shownKey } from '../domain/cache-key.ts';
import { type CacheCenter, CacheLeftAlone, CacheUnavailable, type Center } from './cache-center.ts';

export interface KeyFence {
  key: CacheKey;
  min: number;
}

/** Some center did not acknowledge everything in time. What it did acknowledge stays. */
export class CentersUnreachable extends Error {
  override name = 'CentersUnreachable';
  readonly centers: readonly Center[];
  /** When all of them would be asked again; undefined where no time can be told. */
  readonly retryAfterMs: number | undefined;

  constructor(failures: readonly { center: Center; reason: unknown }[]) {
    const centers = failures.map(({ center }) => center);
    const reason = failures[0]?.reason;
    super(`the cache of center ${centers.join(' and ')} did not acknowledge`, { cause: reason });
    this.centers = centers;
    const waits = failures.flatMap(({ reason: each }) =>
      each instanceof CacheLeftAlone ? (each.retryAfterMs ?? []) : [],
    );
    this.retryAfterMs = waits.length > 0 ? Math.max(...waits) : undefined;
  }
}

/** More writes have the key locked than one entry may hold. */
export class KeyCrowded extends Error {
  override name = 'KeyCrowded';
}

export interface FenceObserver {
  fenced(operation: 'lock' | 'fence' | 'unlock', center: Center, tookMs: number): void;
  failed(operation: 'lock' | 'fence' | 'unlock', center: Center): void;
}

export interface FenceKeysOptions {
  centers: readonly CacheCenter[];
  observer: FenceObserver;
  clock: Clock;
  random: Random;
}

interface Round {
  operation: 'lock' | 'fence' | 'unlock';
  keys: readonly CacheKey[];
  apply: (center: CacheCenter, key: CacheKey, at: number) => Promise<unknown>;
  /** By the monotonic clock; what is not acknowledged then is given up. */
  untilMs: number;
  attemptsMax: number;
}

const LOCK_ATTEMPTS_MAX = 3;
const PAUSE_MIN_MS = 20;
const PAUSE_MAX_MS = 120;

export class FenceKeys {
  readonly #options: FenceKeysOptions;

  constructor(options: FenceKeysOptions) {
    this.#options = options;
  }

  /** Throws CentersUnreachable or KeyCrowded; then the locks that were taken are taken back. */
  async lock(lockId: Buffer, keys: readonly CacheKey[], withinMs: number): Promise<void> {
    try {
      await this.#both({
        operation: 'lock',
        keys,
        apply: async (center, key) => {
          if ((await center.lock(key, lockId)) !== 'full') return;
          throw new KeyCrowded(`${shownKey(key)} is locked by too many writes at once`);
        },
        untilMs: this.#options.clock.monotonicMs() + withinMs,
        attemptsMax: LOCK_ATTEMPTS_MAX,
      });
    } catch (error) {
      // A lock that stays delays reads of its keys, which ask the record; it expires by itself.
      this.unlock(lockId, keys, withinMs).catch(() => undefined);
      throw error;
    }
  }

  /** Throws CentersUnreachable. */
  async fence(
    lockId: Buffer | undefined,
    fences: readonly KeyFence[],
    withinMs: number,
  ): Promise<void> {
    await this.#both({
      operation: 'fence',
      keys: fences.map(({ key }) => key),
      apply: (center, key, at) => center.fence(key, { lockId, min: fences[at]?.min ?? 1 }),
      untilMs: this.#options.clock.monotonicMs() + withinMs,
      attemptsMax: Infinity,
    });
  }

  /** Throws CentersUnreachable. */
  async unlock(lockId: Buffer, keys: readonly CacheKey[], withinMs: number): Promise<void> {
    await this.#both({
      operation: 'unlock',
      keys,
      apply: (center, key) => center.unlock(key, lockId),
      untilMs: this.#options.clock.monotonicMs() + withinMs,
      attemptsMax: 1,
    });
  }

  async #both(round: Round): Promise<void> {
    const { centers } = this.#options;
    const outcomes = await Promise.allSettled(
      centers.map((center) => this.#oneCenter(center, round)),
    );
    const failures = outcomes.flatMap((outcome, at) =>
      outcome.status === 'rejected'
        ? [{ center: centers[at]?.name as Center, reason: outcome.reason as unknown }]
        : [],
    );
    const other = failures.find(({ reason }) => !(reason instanceof CacheUnavailable));
    if (other) throw other.reason;
    if (failures.length > 0) throw new CentersUnreachable(failures);
  }

  async #oneCenter(center: CacheCenter, round: Round): Promise<void> {
    const { observer, clock, random } = this.#options;
    const { operation, keys, apply, untilMs, attemptsMax } = round;
    const startedMs = clock.monotonicMs();
    let open = keys.map((_, at) => at);
    for (let attempt = 1; ; attempt++) {
      const outcomes = await Promise.allSettled(
        open.map((at) => apply(center, keys[at] as CacheKey, at)),
      );
      open = open.filter((_, index) => outcomes[index]?.status === 'rejected');
      if (open.length === 0) break;
      const reason = outcomes.find((outcome) => outcome.status === 'rejected')?.reason as unknown;
      const pauseMs = PAUSE_MIN_MS + random.fraction() * (PAUSE_MAX_MS - PAUSE_MIN_MS);
      const late = clock.monotonicMs() + pauseMs >= untilMs;
      const passing = reason instanceof CacheUnavailable && !(reason instanceof CacheLeftAlone);
      if (!passing || attempt >= attemptsMax || late) {
        observer.failed(operation, center.name);
        throw reason;
      }
      await sleep(pauseMs);
    }
    observer.fenced(operation, center.name, clock.monotonicMs() - startedMs);
  }
}
