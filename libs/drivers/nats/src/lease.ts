// Leader election by compare-and-set. No clocks are compared: a candidate takes over only a lease
// whose revision it has itself seen stand still for the whole term, and the holder counts its term
// from before it asked.
import { invariant, sleep, type Clock } from '@member-mesh/kernel';

import type { Bucket } from './bucket.ts';
import { BucketConflict } from './errors.ts';

export interface LeaseOptions {
  bucket: Bucket;
  key: string;
  /** Names this process' run: no two runs may use one name. */
  owner: string;
  /** The term; a holder renews at a third of it. */
  ttlMs: number;
  clock: Clock;
}

const RENEWALS_PER_TERM = 3;

export class Lease {
  readonly #options: LeaseOptions;
  #revision = 0;
  #heldUntilMs = -Infinity;
  #seen: { revision: number; sinceMs: number; holder: string } | undefined;

  constructor(options: LeaseOptions) {
    invariant(options.owner !== '' && options.ttlMs > 0, 'a lease has an owner and a term');
    this.#options = options;
  }

  /** True while this owner may act as the leader, by its own monotonic clock. */
  held(): boolean {
    return this.#options.clock.monotonicMs() < this.#heldUntilMs;
  }

  /** The name last seen in the lease; '' when it is free. */
  holder(): string {
    return this.held() ? this.#options.owner : (this.#seen?.holder ?? '');
  }

  /**
   * Takes the lease, renews it, or learns who has it. Answers held(). Throws NatsUnavailable when
   * the bucket cannot be had: what is held stays held until its term ends.
   */
  async acquire(): Promise<boolean> {
    const { bucket, key, clock } = this.#options;
    const askedMs = clock.monotonicMs();
    try {
      if (this.#revision > 0 && this.held()) {
        return this.#took(await bucket.update(key, this.#value(), this.#revision), askedMs);
      }
      const entry = await bucket.get(key);
      if (!entry) return this.#took(await bucket.create(key, this.#value()), askedMs);
      if (!this.#isFree(entry.revision, entry.value.toString('utf8'))) return false;
      const takenMs = clock.monotonicMs();
      return this.#took(await bucket.update(key, this.#value(), entry.revision), takenMs);
    } catch (error) {
      if (!(error instanceof BucketConflict)) throw error;
      this.#lost();
      return false;
    }
  }

  /** Gives the lease back, so that another may take it at once. */
  async release(): Promise<void> {
    const revision = this.#revision;
    const held = this.held();
    this.#lost();
    if (!held) return;
    const { bucket, key } = this.#options;
    await bucket.update(key, Buffer.alloc(0), revision).catch((error: unknown) => {
      if (!(error instanceof BucketConflict)) throw error;
    });
  }

  /**
   * Acquires and renews until the signal aborts, then gives back. `onError` hears what failed
   * meanwhile.
   */
  async keep(signal: AbortSignal, onError: (error: unknown) => void): Promise<void> {
    while (!signal.aborted) {
      await this.acquire().catch(onError);
      await sleep(this.#options.ttlMs / RENEWALS_PER_TERM, signal).catch(() => undefined);
    }
    await this.release().catch(onError);
  }

  #value(): Buffer {
    return Buffer.from(this.#options.owner, 'utf8');
  }

  #took(revision: number, askedMs: number): boolean {
    this.#revision = revision;
    this.#heldUntilMs = askedMs + this.#options.ttlMs;
    return this.held();
  }

  #lost(): void {
    this.#revision = 0;
    this.#heldUntilMs = -Infinity;
  }

  // An update whose answer was lost may have made this owner the holder: its own name is free to
  // it.
  #isFree(revision: number, holder: string): boolean {
    const nowMs = this.#options.clock.monotonicMs();
    if (this.#seen?.revision !== revision) this.#seen = { revision, sinceMs: nowMs, holder };
    if (holder === '' || holder === this.#options.owner) return true;
    return nowMs - this.#seen.sinceMs >= this.#options.ttlMs;
  }
}
