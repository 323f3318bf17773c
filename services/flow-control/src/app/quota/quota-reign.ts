// One term of being the grantor, from taking the lead until it is lost or something cannot be known
// for sure. Gateways talk to one reign at a time: its end ends their conversations, and with them
// every answer that was under way.
import type { LeaseAnswer, LeaseAsk } from '@member-mesh/flow-engine';
import type { Clock } from '@member-mesh/kernel';

import { type GlobalRule, globalRulesOf } from '../../domain/global-rules.ts';
import type { Policy } from '../../domain/policy.ts';
import type { QuotaStore } from './quota-store.ts';
import { RuleQuota } from './rule-quota.ts';

/** This process grants nothing, or not any more. */
export class NotGrantor extends Error {
  override name = 'NotGrantor';
}

export interface QuotaReignOptions {
  store: QuotaStore;
  /** The policy as this process knows it; undefined before it was read. */
  policy: () => Policy | undefined;
  /** Whether this process leads, by its own clock. */
  leads: () => boolean;
  clock: Clock;
  /** Grants that gateways hold and nobody knows of, by rule: their epochs. */
  lost: ReadonlyMap<string, number>;
}

export interface RuleAsk {
  ruleId: string;
  /** Of the policy that the gateway follows. */
  policyRevision: number;
  ask: LeaseAsk;
}

export interface RuleAnswer {
  answer: LeaseAnswer;
  /** Of the rule. */
  windowMs: number;
}

/** The two sides follow the policy, and know the same one within a second. */
const RETRY_MS = 200;
const WAIT: RuleAnswer = { answer: { kind: 'wait', retryInMs: RETRY_MS }, windowMs: 0 };

export class QuotaReign {
  readonly #options: QuotaReignOptions;
  readonly #ended = new AbortController();
  readonly #quotas = new Map<string, RuleQuota>();
  #policy: Policy | undefined;
  #rules: ReadonlyMap<string, GlobalRule> = new Map();

  constructor(options: QuotaReignOptions) {
    this.#options = options;
  }

  /** Aborts when the reign ends, with why. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  end(why: Error): void {
    this.#ended.abort(why);
  }

  /**
   * What a gateway may use of a rule from now on; to wait when the two do not know the same rule.
   * Whatever cannot be known for sure ends the reign.
   * @throws NotGrantor
   */
  async answer({ ruleId, policyRevision, ask }: RuleAsk): Promise<RuleAnswer> {
    this.#expectReign();
    const policy = this.#options.policy();
    if (!policy) return WAIT;
    const rule = this.#rulesOf(policy).get(ruleId);
    if (!rule || policyRevision < rule.revision || policyRevision > policy.revision) return WAIT;
    try {
      const answer = await this.#quotaOf(rule).answer(ask, rule.threshold);
      this.#expectReign();
      return { answer, windowMs: rule.windowMs };
    } catch (error) {
      if (error instanceof NotGrantor) throw error;
      this.end(error as Error);
      throw new NotGrantor('something that was lent is not known for sure', { cause: error });
    }
  }

  #expectReign(): void {
    if (!this.#ended.signal.aborted && this.#options.leads()) return;
    throw new NotGrantor('another flow-control grants shares', {
      cause: this.#ended.signal.reason,
    });
  }

  #rulesOf(policy: Policy): ReadonlyMap<string, GlobalRule> {
    if (policy === this.#policy) return this.#rules;
    this.#policy = policy;
    this.#rules = globalRulesOf(policy);
    const identities = new Set([...this.#rules.values()].map(({ identity }) => identity));
    for (const identity of this.#quotas.keys()) {
      if (!identities.has(identity)) this.#quotas.delete(identity);
    }
    return this.#rules;
  }

  #quotaOf(rule: GlobalRule): RuleQuota {
    const known = this.#quotas.get(rule.identity);
    if (known) return known;
    const { store, clock, lost } = this.#options;
    const quota = new RuleQuota({ rule, store, clock, lostEpoch: lost.get(rule.ruleId) });
    this.#quotas.set(rule.identity, quota);
    return quota;
  }
}
