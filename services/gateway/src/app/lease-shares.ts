// Keeps this gateway's shares of GLOBAL rules leased: tells the grantor what callers want and puts
// what it grants in force. Calls never wait for it; without a grantor the engine goes on with what
// is in hand and then with its fair shares.
import {
  type FlowEngine,
  HeldShare,
  type LeaseAnswer,
  type LeaseAsk,
  type LeaseDemand,
} from '@member-mesh/flow-engine';
import { type Clock, type Random, sleep } from '@member-mesh/kernel';

export interface RuleAsk {
  ruleId: string;
  policyRevision: number;
  ask: LeaseAsk;
}

export interface RuleAnswer {
  ruleId: string;
  answer: LeaseAnswer;
}

/** The port to whoever grants. */
export interface Grantor {
  /**
   * Sends asks and yields answers until the connection ends, or rejects with what it failed by.
   * Each call goes to the next flow-control in turn: only one of them grants.
   */
  converse(asks: AsyncIterable<RuleAsk>, signal: AbortSignal): AsyncIterable<RuleAnswer>;
}

export interface LeaseSharesOptions {
  engine: FlowEngine;
  grantor: Grantor;
  gatewayId: string;
  clock: Clock;
  random: Random;
  /** A share is idle, and lent to others, two of these after callers have stopped wanting it. */
  askIntervalMs: number;
  /** Hears why a conversation ended. */
  onEnded: (error: unknown) => void;
  observer: LeaseObserver;
}

export interface LeaseObserver {
  /**
   * The share of a rule that this gateway was granted; undefined when the rule is global no more.
   */
  share(ruleId: string, share: number | undefined): void;
}

interface RuleShare {
  /** Of the rule as it was when the share was first asked for. */
  identity: string;
  share: HeldShare;
}

const PAUSE_MIN_MS = 50;
const PAUSE_MAX_MS = 1_000;

export class LeaseShares {
  readonly #options: LeaseSharesOptions;
  readonly #incarnation: number;
  readonly #shares = new Map<string, RuleShare>();
  readonly #ungranted = new Set<string>();
  readonly #granted = Promise.withResolvers<void>();
  #lastAsk = 0;

  constructor(options: LeaseSharesOptions) {
    this.#options = options;
    this.#incarnation = Math.floor(options.clock.nowMs());
  }

  /**
   * Resolves when each global rule of the first policy has been granted something, or it has none:
   * before that they let nothing pass.
   */
  get granted(): Promise<void> {
    return this.#granted.promise;
  }

  /** Leases until the signal aborts. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    const { grantor, random, onEnded } = this.#options;
    let pauseMs = PAUSE_MIN_MS;
    while (!signal.aborted) {
      try {
        for await (const answer of grantor.converse(this.#asks(signal), signal)) {
          this.#take(answer);
          pauseMs = PAUSE_MIN_MS;
        }
      } catch (error) {
        if (!signal.aborted) onEnded(error);
      }
      for (const { share } of this.#shares.values()) share.disconnected();
      await sleep(pauseMs * (0.5 + random.fraction() / 2), signal).catch(() => undefined);
      pauseMs = Math.min(PAUSE_MAX_MS, pauseMs * 2);
    }
  }

  async *#asks(signal: AbortSignal): AsyncGenerator<RuleAsk> {
    const { engine, clock, askIntervalMs } = this.#options;
    while (!signal.aborted) {
      const nowMs = clock.monotonicMs();
      const demands = engine.leaseDemands(nowMs);
      this.#forgetOthers(demands.map(({ ruleId }) => ruleId));
      for (const { ruleId, holds } of demands) if (!holds) this.#ungranted.add(ruleId);
      this.#settle();
      for (const demand of demands) {
        const { ruleId, wanted, used } = demand;
        const ask = this.#shareOf(demand).ask({ wanted, used }, nowMs);
        yield { ruleId, policyRevision: engine.revision, ask };
      }
      await sleep(askIntervalMs, signal).catch(() => undefined);
    }
  }

  #take({ ruleId, answer }: RuleAnswer): void {
    const { engine, clock } = this.#options;
    const held = this.#shares.get(ruleId);
    const grant = held?.share.accept(answer, clock.monotonicMs());
    if (!held || !grant || !engine.grantLease(held.identity, grant)) return;
    this.#options.observer.share(ruleId, grant.share);
    this.#ungranted.delete(ruleId);
    this.#settle();
  }

  #settle(): void {
    if (this.#options.engine.revision > 0 && this.#ungranted.size === 0) this.#granted.resolve();
  }

  #shareOf({ ruleId, identity }: LeaseDemand): HeldShare {
    const held = this.#shares.get(ruleId);
    if (held?.identity === identity) return held.share;
    const { gatewayId } = this.#options;
    const nextAsk = (): number => ++this.#lastAsk;
    const share = new HeldShare({ gatewayId, incarnation: this.#incarnation, nextAsk });
    this.#shares.set(ruleId, { identity, share });
    return share;
  }

  /** Rules that are global no more. */
  #forgetOthers(ruleIds: readonly string[]): void {
    const kept = new Set(ruleIds);
    for (const ruleId of this.#shares.keys()) {
      if (kept.has(ruleId)) continue;
      this.#shares.delete(ruleId);
      this.#ungranted.delete(ruleId);
      this.#options.observer.share(ruleId, undefined);
    }
  }
}
