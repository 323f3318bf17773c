// Stands before every use of a tier: lets it through or refuses it by the rules that are in force,
// and tells the breakers how it ended. A tier without rules costs nothing.
import { AsyncLocalStorage } from 'node:async_hooks';

import {
  type BreakerStateName,
  type EngineRule,
  type Outcome,
  TierBreakers,
} from '@member-mesh/flow-engine';
import type { Clock } from '@member-mesh/kernel';

/** A breaker on the tier is open: it was not called. */
export class TierRefused extends Error {
  override name = 'TierRefused';
  readonly tier: string;
  readonly ruleId: string;
  /** When it would be called if nothing else came; undefined where no time can be told. */
  readonly retryAfterMs: number | undefined;

  constructor(tier: string, { ruleId, retryAfterMs }: TierRefusal) {
    super(`${tier} is left alone by the rule ${ruleId}`);
    this.tier = tier;
    this.ruleId = ruleId;
    this.retryAfterMs = retryAfterMs;
  }
}

interface TierRefusal {
  ruleId: string;
  retryAfterMs: number | undefined;
}

export interface TierState {
  ruleId: string;
  /** As rules write it: "tier:mysql/0". */
  resource: string;
  state: BreakerStateName;
}

export interface TierObserver {
  refused(tier: string, ruleId: string): void;
  /** A breaker is in another state than when somebody last looked. */
  changed(state: TierState): void;
}

/** What an end of a use says of the tier. */
export interface TierUse<T> {
  /** Of an answer that tells of a failure; 'ok' unless told. */
  ofAnswer?: (answer: T) => Outcome;
  ofError: (error: unknown) => Outcome;
}

export interface TierGuardOptions {
  clock: Clock;
  observer: TierObserver;
}

export class TierGuard {
  readonly #options: TierGuardOptions;
  readonly #breakers = new TierBreakers();
  readonly #inside = new AsyncLocalStorage<readonly string[]>();
  readonly #told = new Map<string, BreakerStateName>();

  constructor(options: TierGuardOptions) {
    this.#options = options;
  }

  /** Takes the rules on tiers among `rules`; what stays the same rule keeps its state. */
  replaceRules(rules: readonly EngineRule[]): void {
    this.#breakers.replaceRules(rules);
  }

  /**
   * Uses a tier, "tier:redis/a". Who uses a tier within a use of it was let in already: a
   * transaction that needs another one of the same group does not stand in its own way.
   * @throws TierRefused; what `call` throws
   */
  use<T>(tier: string, call: () => Promise<T>, told: TierUse<T>): Promise<T> {
    if (!this.#breakers.watches(tier)) return call();
    const outer = this.#inside.getStore() ?? [];
    if (outer.includes(tier)) return call();
    return this.#inside.run([...outer, tier], () => this.#judged(tier, call, told));
  }

  /** How each breaker is; tells the observer of those that have changed. */
  look(): TierState[] {
    const states = this.#breakers.states(this.#options.clock.monotonicMs());
    for (const each of states) {
      const name = `${each.ruleId}\n${each.resource}`;
      if ((this.#told.get(name) ?? 'closed') !== each.state) this.#options.observer.changed(each);
      this.#told.set(name, each.state);
    }
    return states;
  }

  async #judged<T>(
    tier: string,
    call: () => Promise<T>,
    { ofAnswer, ofError }: TierUse<T>,
  ): Promise<T> {
    const { clock, observer } = this.#options;
    const admission = this.#breakers.admit(tier, clock.monotonicMs());
    if (admission.verdict === 'refused') {
      observer.refused(tier, admission.ruleId);
      throw new TierRefused(tier, admission);
    }
    const { ticket } = admission;
    try {
      const answer = await call();
      this.#breakers.complete(ticket, ofAnswer?.(answer) ?? 'ok', clock.monotonicMs());
      return answer;
    } catch (error) {
      this.#breakers.complete(ticket, ofError(error), clock.monotonicMs());
      throw error;
    }
  }
}
