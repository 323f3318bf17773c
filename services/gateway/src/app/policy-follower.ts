// Keeps the callers of the newest policy in memory. When flow-control is gone the last policy stays
// in force: a caller that was known is never turned away for it.
import { type Random, sleep } from '@member-mesh/kernel';

import type { Caller } from '../domain/caller.ts';
import { CallerDirectory } from '../domain/caller-directory.ts';

export interface PolicySnapshot {
  revision: number;
  callers: readonly Caller[];
}

/** The port to whoever holds the policy. */
export interface PolicySource {
  /**
   * The policy, unless it is the known one, then each later one, until the connection ends. Each
   * call goes to the next holder in turn.
   */
  follow(knownRevision: number, signal: AbortSignal): AsyncIterable<PolicySnapshot>;
}

export interface PolicyObserver {
  accepted(snapshot: PolicySnapshot): void;
  /** A holder that is behind another one said something old. */
  passedOver(snapshot: PolicySnapshot, knownRevision: number): void;
  interrupted(error: unknown): void;
}

const PAUSE_MIN_MS = 50;
const PAUSE_MAX_MS = 2_000;

export class PolicyFollower {
  readonly #source: PolicySource;
  readonly #observer: PolicyObserver;
  readonly #random: Random;
  readonly #arrived = Promise.withResolvers<void>();
  #directory: CallerDirectory | undefined;
  #revision = 0;

  constructor(options: { source: PolicySource; observer: PolicyObserver; random: Random }) {
    this.#source = options.source;
    this.#observer = options.observer;
    this.#random = options.random;
  }

  /** Undefined until the first policy arrived. */
  get directory(): CallerDirectory | undefined {
    return this.#directory;
  }

  /** Resolves when the first policy is in force. */
  get arrived(): Promise<void> {
    return this.#arrived.promise;
  }

  /** Follows until the signal aborts. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    let pauseMs = PAUSE_MIN_MS;
    while (!signal.aborted) {
      const before = this.#directory;
      try {
        for await (const snapshot of this.#source.follow(this.#revision, signal)) {
          this.#accept(snapshot);
        }
      } catch (error) {
        if (!signal.aborted) this.#observer.interrupted(error);
      }
      pauseMs = this.#directory === before ? Math.min(PAUSE_MAX_MS, pauseMs * 2) : PAUSE_MIN_MS;
      await sleep(pauseMs * (0.5 + this.#random.fraction() / 2), signal).catch(() => undefined);
    }
  }

  #accept(snapshot: PolicySnapshot): void {
    if (this.#directory && snapshot.revision < this.#revision) {
      return this.#observer.passedOver(snapshot, this.#revision);
    }
    this.#directory = new CallerDirectory(snapshot.callers);
    this.#revision = snapshot.revision;
    this.#arrived.resolve();
    this.#observer.accepted(snapshot);
  }
}
