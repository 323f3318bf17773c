// A gateway's conversation with the grantor about one rule: numbers its asks, remembers when each
// was asked, and takes in only answers to asks that are still open.
import { Lease, type LeaseGrant } from './lease.ts';
import type { HeldLease, LeaseAnswer, LeaseAsk } from './lease-terms.ts';

export interface ShareDemand {
  /** The cost that callers want, passed or not, in one window. */
  wanted: number;
  /** The cost that the window holds now. */
  used: number;
}

export interface HeldShareOptions {
  gatewayId: string;
  /** Greater than that of every earlier process of this gateway, such as its start by the clock. */
  incarnation: number;
  weight?: number;
  /**
   * Numbers the asks upward. Shares that come after each other under one id must not use a number
   * twice: an answer to the one before would be taken for one to this.
   */
  nextAsk?: () => number;
}

/** Asks that may wait for an answer at once; the answer to an older one comes too late anyway. */
const ASKS_MAX = 64;

export class HeldShare {
  readonly #gatewayId: string;
  readonly #incarnation: number;
  readonly #weight: number;
  readonly #lease = new Lease();
  readonly #askedAtMs = new Map<number, number>();
  readonly #nextAsk: () => number;

  constructor({ gatewayId, incarnation, weight = 1, nextAsk = countUp() }: HeldShareOptions) {
    this.#nextAsk = nextAsk;
    this.#gatewayId = gatewayId;
    this.#incarnation = incarnation;
    this.#weight = weight;
  }

  /** The share that may be used now, in cost per window. */
  shareAt(nowMs: number): number {
    return this.#lease.shareAt(nowMs);
  }

  /** The next ask. It goes out at once: a lease runs from now. */
  ask({ wanted, used }: ShareDemand, nowMs: number): LeaseAsk {
    const number = this.#nextAsk();
    this.#askedAtMs.set(number, nowMs);
    const [oldest] = this.#askedAtMs.keys();
    if (oldest !== undefined && this.#askedAtMs.size > ASKS_MAX) this.#askedAtMs.delete(oldest);
    return {
      gatewayId: this.#gatewayId,
      incarnation: this.#incarnation,
      number,
      wanted,
      used,
      weight: this.#weight,
      held: this.#heldAt(nowMs),
    };
  }

  /**
   * What an answer changes, for the engine to adopt. Undefined when it changes nothing: it comes
   * too late to be of use, or is older than what is held.
   */
  accept(answer: LeaseAnswer, nowMs: number): LeaseGrant | undefined {
    if (answer.kind !== 'granted') return undefined;
    const askedAtMs = this.#askedAtMs.get(answer.ask);
    if (askedAtMs === undefined) return undefined;
    this.#askedAtMs.delete(answer.ask);
    const { grantId, share, fairShare, usableMs, fairAfterMs } = answer;
    const validUntilMs = askedAtMs + usableMs;
    if (nowMs >= validUntilMs) return undefined;
    const grant = { grantId, share, fairShare, validUntilMs, fairFromMs: askedAtMs + fairAfterMs };
    return this.#lease.adopt(grant) ? grant : undefined;
  }

  /**
   * The connection to the grantor is gone, and with it every answer that was under way: another
   * grantor would not know of them.
   */
  disconnected(): void {
    this.#askedAtMs.clear();
  }

  #heldAt(nowMs: number): HeldLease | undefined {
    const { grant } = this.#lease;
    if (!grant) return undefined;
    const { grantId, share, fairShare, validUntilMs } = grant;
    return { grantId, share, fairShare, usableForMs: Math.max(0, validUntilMs - nowMs) };
  }
}

function countUp(): () => number {
  let last = 0;
  return () => ++last;
}
