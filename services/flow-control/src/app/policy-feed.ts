// The policy as this process knows it, for everything that reads. It follows the store, keeps the
// last policy while the store is away, and puts back what the store lost: reconcile-policies.ts.
import { type Clock, type Random, sleep } from '@member-mesh/kernel';

import { EMPTY_POLICY, type Policy } from '../domain/policy.ts';
import { type Reconciled, reconcilePolicies } from '../domain/reconcile-policies.ts';
import { type BeginGeneration, generationsFrom } from '../domain/revision.ts';
import { PolicyConflict, type PolicyStore, type StoredPolicy } from './policy-store.ts';

/** What the feed tells about itself. */
export interface PolicyFeedObserver {
  storeReached(): void;
  storeLost(error: unknown): void;
  policyAccepted(policy: Policy): void;
  policyRestored(policy: Policy): void;
}

const RETRY_MS = 250;

interface Options {
  store: PolicyStore;
  observer: PolicyFeedObserver;
  /**
   * How often the store is read besides watching it, to notice a loss or a watch that fell silent.
   */
  reconcileIntervalMs: number;
  readTimeoutMs: number;
  clock: Clock;
  random: Random;
}

export class PolicyFeed {
  readonly #options: Options;
  readonly #begin: BeginGeneration;
  readonly #waiting = new Set<() => void>();
  #known: Policy | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#begin = generationsFrom(options.clock, options.random);
  }

  /** Undefined until the store was read once. */
  get current(): Policy | undefined {
    return this.#known;
  }

  /** Follows the store until the signal aborts. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#watch(signal), this.#reconcile(signal)]);
  }

  /** Takes over what this process wrote or read, unless something newer is known. */
  accept(policy: Policy): void {
    if (this.#known && policy.revision <= this.#known.revision) return;
    this.#known = policy;
    this.#options.observer.policyAccepted(policy);
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves with a policy of another revision than `seen`, at once or when there is one. */
  async next(seen: number | undefined, signal: AbortSignal): Promise<Policy> {
    while (true) {
      signal.throwIfAborted();
      const policy = this.current;
      if (policy && policy.revision !== seen) return policy;
      await this.#change(signal);
    }
  }

  /**
   * Reads the store now, puts back what it lost, and takes over what it then holds; undefined when
   * that is nothing.
   * @throws PolicyConflict when somebody else was faster to put something back;
   * PolicyStoreUnavailable
   */
  async refresh(signal: AbortSignal): Promise<StoredPolicy | undefined> {
    const { store, observer, readTimeoutMs } = this.#options;
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(readTimeoutMs)]);
    const stored = await store.read(deadline);
    observer.storeReached();
    const settled = await this.#settle(stored);
    this.accept(settled?.policy ?? EMPTY_POLICY);
    return settled;
  }

  async #settle(stored: StoredPolicy | undefined): Promise<StoredPolicy | undefined> {
    const { store, observer } = this.#options;
    const reconciled = this.#reconciled(stored?.policy);
    if (reconciled.kind === 'stored') return stored;
    const { policy } = reconciled;
    const storeRevision = await store.write(policy, stored?.storeRevision);
    observer.policyRestored(policy);
    return { policy, storeRevision };
  }

  #reconciled(stored: Policy | undefined): Reconciled {
    return reconcilePolicies(this.#known, stored, this.#begin);
  }

  async #watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const stored of this.#options.store.watch(signal)) {
          await this.#heard(stored, signal);
        }
      } catch (error) {
        if (!signal.aborted) this.#options.observer.storeLost(error);
      }
      await this.#pause(this.#nextLookMs, signal);
    }
  }

  /** What a watch tells may be late: what it does not settle alone, a reading of the store does. */
  async #heard({ policy }: StoredPolicy, signal: AbortSignal): Promise<void> {
    if (this.#reconciled(policy).kind === 'stored') return this.accept(policy);
    // The watch tells a change once, so what it told is kept until a reading has settled it.
    while (!(await this.#refreshed(signal)) && !signal.aborted) {
      await this.#pause(this.#retryMs, signal);
    }
  }

  async #reconcile(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#refreshed(signal);
      await this.#pause(this.#nextLookMs, signal);
    }
  }

  /** Whether the store was read and nothing that it lost is left to put back. Never throws. */
  async #refreshed(signal: AbortSignal): Promise<boolean> {
    try {
      await this.refresh(signal);
      return true;
    } catch (error) {
      // By a conflict somebody else put something back; the next reading tells what.
      const isLost = !(error instanceof PolicyConflict) && !signal.aborted;
      if (isLost) this.#options.observer.storeLost(error);
      return false;
    }
  }

  get #nextLookMs(): number {
    return this.#known ? this.#options.reconcileIntervalMs : this.#retryMs;
  }

  get #retryMs(): number {
    return Math.min(RETRY_MS, this.#options.reconcileIntervalMs);
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    await sleep(ms, signal).catch(() => undefined);
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = (): void => {
        this.#waiting.delete(wake);
        reject(signal.reason as Error);
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
