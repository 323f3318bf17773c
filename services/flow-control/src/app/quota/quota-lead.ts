// Which of the flow-controls grants shares of global rules: the one that holds a lease, for as long
// as it holds it.
import { type Clock, sleep } from '@member-mesh/kernel';

import type { Policy } from '../../domain/policy.ts';
import { QuotaReign } from './quota-reign.ts';
import type { QuotaStore } from './quota-store.ts';
import { Superseded } from './rule-quota.ts';

/** The port to the lease that only one process holds at a time. */
export interface Leadership {
  /** By this process' own monotonic clock. */
  held(): boolean;
  /** Takes or renews it; answers held(). Throws when nobody can tell. */
  acquire(): Promise<boolean>;
  release(): Promise<void>;
}

export interface QuotaLeadObserver {
  began(): void;
  /** `why` is undefined when another one leads, or this process ends. */
  ended(why: unknown): void;
  /** Whether somebody leads cannot be told, from now on. */
  unknown(error: unknown): void;
}

export interface QuotaLeadOptions {
  leadership: Leadership;
  renewIntervalMs: number;
  store: QuotaStore;
  policy: () => Policy | undefined;
  clock: Clock;
  observer: QuotaLeadObserver;
}

export class QuotaLead {
  readonly #options: QuotaLeadOptions;
  readonly #lost = new Map<string, number>();
  #reign: QuotaReign | undefined;
  #isUnknown = false;

  constructor(options: QuotaLeadOptions) {
    this.#options = options;
  }

  /** Undefined while this process does not grant. */
  get reign(): QuotaReign | undefined {
    const reign = this.#reign;
    return reign && !reign.ended.aborted && this.#options.leadership.held() ? reign : undefined;
  }

  /** Leads whenever it can, until the signal aborts. Never throws. */
  async keep(signal: AbortSignal): Promise<void> {
    const { leadership, renewIntervalMs, observer } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#renew();
        this.#isUnknown = false;
      } catch (error) {
        if (!this.#isUnknown) observer.unknown(error);
        this.#isUnknown = true;
      }
      await sleep(renewIntervalMs, signal).catch(() => undefined);
    }
    this.#end(undefined);
    // A lease that cannot be given back ends by itself.
    await leadership.release().catch(() => undefined);
  }

  async #renew(): Promise<void> {
    const { leadership } = this.#options;
    // One that was not held all the time may have been another's in between.
    if (!leadership.held()) this.#end(undefined);
    const reign = this.#reign;
    if (reign?.ended.aborted) this.#end(reign.ended.reason);
    if (!(await leadership.acquire())) return this.#end(undefined);
    if (!this.#reign) this.#begin();
  }

  #begin(): void {
    const { leadership, store, policy, clock, observer } = this.#options;
    const leads = (): boolean => leadership.held();
    const lost = new Map(this.#lost);
    this.#reign = new QuotaReign({ store, policy, leads, clock, lost });
    observer.began();
  }

  #end(why: unknown): void {
    if (!this.#reign) return;
    if (why instanceof Superseded) this.#lost.set(why.ruleId, why.epoch);
    else this.#lost.clear();
    this.#reign.end(new Error('the lead was lost', { cause: why }));
    this.#reign = undefined;
    this.#options.observer.ended(why);
  }
}
