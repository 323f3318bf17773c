// Keeps the newest policy in force. When flow-control is gone the last policy stays: a caller that
// was known is never turned away for it, and no limit is lifted.
import { type Random, sleep } from '@member-mesh/kernel';

/** What is followed: each follower reads of it what it needs. */
export interface Revised {
  revision: number;
}

/** The port to whoever holds the policy. */
export interface PolicySource<S extends Revised> {
  /**
   * The policy, unless it is the known one, then each later one, until the connection ends. Each
   * call goes to the next holder in turn.
   */
  follow(knownRevision: number, signal: AbortSignal): AsyncIterable<S>;
}

export interface PolicyObserver<S extends Revised> {
  /** Another policy is to be in force from now on. */
  accepted(snapshot: S): void;
  /** A holder that is behind another one said something old. */
  passedOver(snapshot: S, knownRevision: number): void;
  interrupted(error: unknown): void;
}

const PAUSE_MIN_MS = 50;
const PAUSE_MAX_MS = 2_000;

export class PolicyFollower<S extends Revised> {
  readonly #source: PolicySource<S>;
  readonly #observer: PolicyObserver<S>;
  readonly #random: Random;
  readonly #arrived = Promise.withResolvers<void>();
  #current: S | undefined;

  constructor(options: { source: PolicySource<S>; observer: PolicyObserver<S>; random: Random }) {
    this.#source = options.source;
    this.#observer = options.observer;
    this.#random = options.random;
  }

  /** Undefined until the first policy arrived. */
  get current(): S | undefined {
    return this.#current;
  }

  /** Resolves when the first policy is in force. */
  get arrived(): Promise<void> {
    return this.#arrived.promise;
  }

  /** Follows until the signal aborts. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    let pauseMs = PAUSE_MIN_MS;
    while (!signal.aborted) {
      const before = this.#current;
      try {
        const known = before?.revision ?? 0;
        for await (const snapshot of this.#source.follow(known, signal)) this.#accept(snapshot);
      } catch (error) {
        if (!signal.aborted) this.#observer.interrupted(error);
      }
      pauseMs = this.#current === before ? Math.min(PAUSE_MAX_MS, pauseMs * 2) : PAUSE_MIN_MS;
      await sleep(pauseMs * (0.5 + this.#random.fraction() / 2), signal).catch(() => undefined);
    }
  }

  #accept(snapshot: S): void {
    const known = this.#current;
    if (known && snapshot.revision < known.revision) {
      return this.#observer.passedOver(snapshot, known.revision);
    }
    this.#current = snapshot;
    this.#observer.accepted(snapshot);
    this.#arrived.resolve();
  }
}
