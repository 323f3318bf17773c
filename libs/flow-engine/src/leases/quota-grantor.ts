// Lends the threshold of one GLOBAL rule to any number of gateways, so that no window of the rule's
// length, wherever it starts, passes more than the threshold over all of them.
//
// Three sums are kept at or under the threshold at each grant: what every gateway may be using now,
// the fair share that each may take without a lease, and, because a gateway waits before it takes
// it, any mixture of the two. What one gateway is to lose another gets only once the first has said
// that it holds less.
import {
  type LeaseAnswer,
  type LeaseAsk,
  type LeaseOffer,
  type LeaseTimes,
} from './lease-terms.ts';
import { fairShares } from './fair-shares.ts';
import { grantTimes, LentToGateway } from './lent.ts';

/** A gateway that may hold something, to be stored before an answer that changes it is sent. */
export interface KnownGateway {
  gatewayId: string;
  incarnation: number;
  weight: number;
  fairShare: number;
}

export interface QuotaGrantorOptions {
  threshold: number;
  times: LeaseTimes;
  /** Greater than that of every earlier grantor of the rule; whole, and below 2^21. */
  epoch: number;
  /** What was stored; undefined when it is lost, and then the longest lease is waited for. */
  known: readonly KnownGateway[] | undefined;
  startedAtMs: number;
}

/** A grantor that makes a thousand grants a second lasts for 49 days. */
const GRANTS_PER_EPOCH = 2 ** 32;
/** Of its fair share, what a gateway that wants nothing keeps: the first calls need not wait. */
const FLOOR_OF_FAIR_SHARE = 1 / 8;

/** The epoch of the grantor that made a grant. */
export function grantEpochOf(grantId: number): number {
  return Math.floor(grantId / GRANTS_PER_EPOCH);
}

export class QuotaGrantor {
  threshold: number;
  readonly #times: LeaseTimes;
  readonly #gateways = new Map<string, LentToGateway>();
  /** Gateways that have not told yet what they hold. */
  readonly #untold = new Set<string>();
  readonly #knowsAll: boolean;
  readonly #recoveredAtMs: number;
  // What processes passed that have died since; their successors must not pass it again.
  #ghosts: { charge: number; untilMs: number }[] = [];
  #isRecovering: boolean;
  readonly #firstGrantId: number;
  #grantId: number;

  constructor({ threshold, times, epoch, known, startedAtMs }: QuotaGrantorOptions) {
    this.threshold = threshold;
    this.#times = times;
    this.#firstGrantId = epoch * GRANTS_PER_EPOCH;
    this.#grantId = this.#firstGrantId;
    this.#recoveredAtMs = startedAtMs + times.leaseMs + times.marginMs + times.windowMs;
    for (const { gatewayId, incarnation, weight, fairShare } of known ?? []) {
      const nowMs = startedAtMs;
      const gateway = new LentToGateway(times, { incarnation, weight, nowMs });
      gateway.assume(fairShare, startedAtMs);
      this.#gateways.set(gatewayId, gateway);
      this.#untold.add(gatewayId);
    }
    this.#knowsAll = known !== undefined;
    this.#isRecovering = known?.length !== 0;
  }

  /** Answers one ask. `nowMs` is monotonic, by the grantor's own clock. */
  answer(ask: LeaseAsk, nowMs: number): LeaseAnswer {
    this.#forgetSilent(nowMs);
    const gateway = this.#note(ask, nowMs);
    if (!gateway) return { kind: 'wait', retryInMs: this.#times.leaseMs };
    if (this.#stillRecovers(nowMs)) {
      return { kind: 'wait', retryInMs: Math.max(0, this.#recoveredAtMs - nowMs) };
    }
    const grant: LeaseOffer = {
      kind: 'granted',
      ask: ask.number,
      grantId: this.#grantId++,
      share: this.#shareFor(gateway, nowMs),
      fairShare: this.#fairShareFor(gateway),
      ...grantTimes(this.#times),
    };
    gateway.lend(grant, nowMs);
    return grant;
  }

  /** Whether it still waits to be told what grantors before it lent: it lends nothing yet. */
  get isRecovering(): boolean {
    return this.#isRecovering;
  }

  /** Whether this grantor, or one before it, can have made the grant: else there is a later one. */
  canHaveMade(grantId: number): boolean {
    return grantId < this.#grantId;
  }

  /** Everyone who may hold something. */
  known(): KnownGateway[] {
    return [...this.#gateways].map(([gatewayId, { incarnation, weight, fairShare }]) => {
      return { gatewayId, incarnation, weight, fairShare };
    });
  }

  /** A gateway is known to be gone, and its last pass to be a window ago. */
  forget(gatewayId: string): void {
    this.#gateways.delete(gatewayId);
    this.#untold.delete(gatewayId);
  }

  /**
   * Takes down what the ask tells; undefined for a process that has been succeeded, and for an ask
   * that a later one has overtaken: what it tells is no longer so.
   */
  #note(ask: LeaseAsk, nowMs: number): LentToGateway | undefined {
    const { incarnation, weight } = ask;
    let gateway = this.#gateways.get(ask.gatewayId);
    if (gateway && incarnation < gateway.incarnation) return undefined;
    const isSuccessor = gateway !== undefined && incarnation > gateway.incarnation;
    if (!gateway || isSuccessor) {
      if (gateway) this.#bury(gateway, nowMs);
      gateway = new LentToGateway(this.#times, { incarnation, weight, nowMs });
      this.#gateways.set(ask.gatewayId, gateway);
    }
    if (ask.number <= gateway.askNumber) return undefined;
    gateway.askNumber = ask.number;
    gateway.wanted = ask.wanted;
    gateway.askedAtMs = nowMs;
    if (!ask.held) {
      // A process that was known and holds nothing has begun anew with the rule.
      if (!isSuccessor) this.#untold.delete(ask.gatewayId);
      gateway.heldNothing(ask.used, nowMs);
      return gateway;
    }
    this.#untold.delete(ask.gatewayId);
    const isOurs = ask.held.grantId >= this.#firstGrantId;
    if (isOurs) gateway.confirm(ask.held.grantId, ask.used, nowMs);
    else gateway.recall(ask.held, ask.used, nowMs);
    return gateway;
  }

  /** A process has died; its passes stay in the windows for as long as one lasts. */
  #bury(gateway: LentToGateway, nowMs: number): void {
    const charge = gateway.chargeAt(nowMs);
    this.#ghosts = this.#ghosts.filter(({ untilMs }) => nowMs < untilMs);
    this.#ghosts.push({ charge, untilMs: nowMs + this.#times.windowMs });
  }

  #stillRecovers(nowMs: number): boolean {
    if (!this.#isRecovering) return false;
    const isTold = this.#knowsAll && this.#untold.size === 0;
    this.#isRecovering = nowMs < this.#recoveredAtMs && !isTold;
    return this.#isRecovering;
  }

  /**
   * The gateway's fair part of what is not held elsewhere. Rounded up where there is room, since
   * most costs are whole and a part of a call passes nothing.
   */
  #shareFor(gateway: LentToGateway, nowMs: number): number {
    const others = [...this.#gateways.values()].filter((other) => other !== gateway);
    const live = [gateway, ...others.filter((other) => other.isLiveAt(nowMs))];
    const silent = others.filter((other) => !other.isLiveAt(nowMs));
    const capacity = this.threshold - sum(silent, (other) => other.chargeAt(nowMs));
    const weights = sum(live, ({ weight }) => weight);
    const claims = live.map(({ wanted, weight }) => {
      const floor = FLOOR_OF_FAIR_SHARE * capacity * (weight / weights);
      return { weight, wanted: Math.max(wanted, floor) };
    });
    const [fair = 0] = fairShares(claims, capacity);
    const ghosts = this.#ghosts.filter(({ untilMs }) => nowMs < untilMs);
    const held = sum(others, (other) => other.chargeAt(nowMs));
    const free = this.threshold - held - sum(ghosts, ({ charge }) => charge);
    return Math.max(0, Math.min(Math.ceil(fair), free));
  }

  #fairShareFor(gateway: LentToGateway): number {
    const all = [...this.#gateways.values()];
    const fair = (this.threshold * gateway.weight) / sum(all, ({ weight }) => weight);
    const others = all.filter((other) => other !== gateway);
    const free = this.threshold - sum(others, ({ fairShare }) => fairShare);
    return Math.max(0, Math.min(Math.ceil(fair), free));
  }

  #forgetSilent(nowMs: number): void {
    for (const [gatewayId, { askedAtMs }] of this.#gateways) {
      if (nowMs - askedAtMs >= this.#times.forgetMs) this.forget(gatewayId);
    }
  }
}

function sum<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0);
}
