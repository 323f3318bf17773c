// A gateway's end of a lease: which share of the threshold it may use now.
//
// While the lease runs, the share. When it cannot be renewed, the smaller of the share and the
// fallback, because the others may still use what they were lent on the strength of this share.
// When all of theirs are over as well, the fallback, for as long as it takes. The fallbacks
// together never exceed the threshold.
import type { HeldLease, LeaseAnswer, LeaseAsk, LeaseGrant } from './lease.ts';

export interface Demand {
  /** The cost that callers want, passed or not, in one window. */
  wanted: number;
  /** The cost that the window holds now. */
  used: number;
}

interface Holding {
  grant: LeaseGrant;
  askedAtMs: number;
}

/** Asks that may wait for an answer at once; the answer to an older one comes too late anyway. */
const ASKS_MAX = 64;

export class HeldShare {
  readonly #gatewayId: string;
  readonly #incarnation: number;
  readonly #weight: number;
  readonly #startShare: number;
  readonly #askedAtMs = new Map<number, number>();
  #asks = 0;
  #holding: Holding | undefined;

  /** `startShare` is used until the first grant; 0 lets nothing pass before it. */
  constructor({ gatewayId, incarnation, weight = 1, startShare = 0 }: HeldShareOptions) {
    this.#gatewayId = gatewayId;
    this.#incarnation = incarnation;
    this.#weight = weight;
    this.#startShare = startShare;
  }

  /** The share that may be used now, in cost per window. */
  shareAt(nowMs: number): number {
    if (!this.#holding) return this.#startShare;
    const { grant, askedAtMs } = this.#holding;
    const sinceMs = nowMs - askedAtMs;
    if (sinceMs < grant.usableMs) return grant.share;
    if (sinceMs < grant.fallbackAfterMs) return Math.min(grant.share, grant.fallback);
    return grant.fallback;
  }

  /** The next ask. It goes out at once: a lease runs from now. */
  ask(demand: Demand, nowMs: number): LeaseAsk {
    const number = ++this.#asks;
    this.#askedAtMs.set(number, nowMs);
    this.#askedAtMs.delete(number - ASKS_MAX);
    return {
      gatewayId: this.#gatewayId,
      incarnation: this.#incarnation,
      number,
      wanted: demand.wanted,
      used: demand.used,
      weight: this.#weight,
      held: this.#heldAt(nowMs),
    };
  }

  /** Takes an answer in. One that is late, or older than what is held, changes nothing. */
  accept(answer: LeaseAnswer, nowMs: number): void {
    if (answer.kind !== 'granted') return;
    const askedAtMs = this.#askedAtMs.get(answer.ask);
    if (askedAtMs === undefined) return;
    this.#askedAtMs.delete(answer.ask);
    if (nowMs - askedAtMs >= answer.usableMs) return;
    if (this.#holding && !isNewer({ grant: answer, askedAtMs }, this.#holding)) return;
    this.#holding = { grant: answer, askedAtMs };
  }

  /**
   * The connection to the grantor is gone, and with it every answer that was under way: another
   * grantor would not know of them.
   */
  disconnected(): void {
    this.#askedAtMs.clear();
  }

  #heldAt(nowMs: number): HeldLease | undefined {
    if (!this.#holding) return undefined;
    const { grant, askedAtMs } = this.#holding;
    const { epoch, sequence, share, fallback } = grant;
    const usableForMs = Math.max(0, askedAtMs + grant.usableMs - nowMs);
    return { epoch, sequence, share, fallback, usableForMs };
  }
}

export interface HeldShareOptions {
  gatewayId: string;
  /** Greater than that of every earlier process of this gateway, such as its start by the clock. */
  incarnation: number;
  weight?: number;
  startShare?: number;
}

/** Whoever holds a grant has told so, or will: the grantor counts on nothing older replacing it. */
function isNewer(next: Holding, held: Holding): boolean {
  if (next.askedAtMs < held.askedAtMs) return false;
  if (next.grant.epoch !== held.grant.epoch) return next.grant.epoch > held.grant.epoch;
  return next.grant.sequence > held.grant.sequence;
}
