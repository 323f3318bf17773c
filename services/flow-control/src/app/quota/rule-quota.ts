// Grants of one rule while this process is the grantor: what is lent is stored before it is told,
// so that whoever grants next knows who may hold something.
import {
  grantEpochOf,
  type LeaseAnswer,
  type LeaseAsk,
  QuotaGrantor,
} from '@member-mesh/flow-engine';
import type { Clock } from '@member-mesh/kernel';

import { type GlobalRule, leaseTimesOf } from '../../domain/global-rules.ts';
import { nextEpoch } from '../../domain/quota-epoch.ts';
import type { QuotaStore, StoredQuota } from './quota-store.ts';

/**
 * A gateway holds what this grantor cannot know of: somebody granted after it, or the store has
 * gone back. It must begin anew, and wait for whatever was lent.
 */
export class Superseded extends Error {
  override name = 'Superseded';
  readonly ruleId: string;
  readonly epoch: number;

  constructor(ruleId: string, epoch: number) {
    super(`a gateway holds a share of ${ruleId} that was granted in epoch ${epoch}`);
    this.ruleId = ruleId;
    this.epoch = epoch;
  }
}

export interface RuleQuotaOptions {
  rule: GlobalRule;
  store: QuotaStore;
  clock: Clock;
  /** The epoch of a grant that a gateway holds and nobody knows of: what is lent is lost. */
  lostEpoch: number | undefined;
}

export class RuleQuota {
  readonly #options: RuleQuotaOptions;
  #grantor: QuotaGrantor | undefined;
  #epoch = 0;
  #storeRevision = 0;
  /** Nobody was ever lent anything of it, as far as the store knows. */
  #isNew = false;
  #stored = '';
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: RuleQuotaOptions) {
    this.#options = options;
  }

  /**
   * Answers one ask after the other. When it throws, nothing was lent by it.
   * @throws Superseded; PolicyConflict when somebody else grants; PolicyStoreUnavailable
   */
  answer(ask: LeaseAsk, threshold: number): Promise<LeaseAnswer> {
    const answered = this.#last.then(() => this.#answer(ask, threshold));
    this.#last = answered.catch(() => undefined);
    return answered;
  }

  async #answer(ask: LeaseAsk, threshold: number): Promise<LeaseAnswer> {
    const grantor = (this.#grantor ??= await this.#begin());
    grantor.threshold = threshold;
    this.#expectKnown(grantor, ask);
    const answer = grantor.answer(ask, this.#options.clock.monotonicMs());
    await this.#keep(grantor);
    return answer;
  }

  async #begin(): Promise<QuotaGrantor> {
    const { rule, store, clock, lostEpoch } = this.#options;
    const { ruleId, identity, threshold } = rule;
    const found = await store.read(ruleId);
    const before = found?.quota;
    const isLost = lostEpoch !== undefined || (!before && rule.isFromBeforeLoss);
    this.#isNew = !isLost && isAboutAnother(before, identity);
    const known = isLost ? undefined : this.#isNew ? [] : before?.known;
    this.#epoch = nextEpoch(clock.nowMs(), before?.epoch ?? 0, lostEpoch ?? 0);
    const quota = { epoch: this.#epoch, identity, known };
    this.#storeRevision = await store.write(ruleId, quota, found?.storeRevision ?? 0);
    this.#stored = JSON.stringify(known);
    const startedAtMs = clock.monotonicMs();
    const times = leaseTimesOf(rule);
    return new QuotaGrantor({ threshold, times, epoch: this.#epoch, known, startedAtMs });
  }

  #expectKnown(grantor: QuotaGrantor, { held }: LeaseAsk): void {
    if (!held) return;
    const epoch = grantEpochOf(held.grantId);
    const isEarlier = this.#isNew && epoch < this.#epoch;
    if (grantor.canHaveMade(held.grantId) && !isEarlier) return;
    throw new Superseded(this.#options.rule.ruleId, epoch);
  }

  async #keep(grantor: QuotaGrantor): Promise<void> {
    // While it still asks around it knows less than what is stored.
    if (grantor.isRecovering) return;
    const known = grantor.known();
    const text = JSON.stringify(known);
    if (text === this.#stored) return;
    const { rule, store } = this.#options;
    const quota = { epoch: this.#epoch, identity: rule.identity, known };
    this.#storeRevision = await store.write(rule.ruleId, quota, this.#storeRevision);
    this.#stored = text;
  }
}

/** Nothing was ever lent of the rule of that identity. */
function isAboutAnother(stored: StoredQuota | undefined, identity: string): boolean {
  return !stored || (stored.identity !== undefined && stored.identity !== identity);
}
