// What one gateway may be using, as far as the grantor can know: the heart of never lending twice.
//
// A grant counts until the gateway has said that it holds a newer one, or until its lease is over
// and its last pass has left the window; then the fair share counts in its place. A grant whose
// answer was lost is indistinguishable from one that arrived, so every grant that was not overtaken
// counts, and the largest is charged.
import { fairDelayMs, type HeldLease, type LeaseOffer, type LeaseTimes } from './lease-terms.ts';

interface Lent {
  grantId: number;
  share: number;
  fairShare: number;
  /** The holder may have to do without the lease from here on, and so take the fair share. */
  fairFromMs: number;
  /** The holder may use the share until here. */
  endsMs: number;
}

/** More grants than this without a sign of their arrival are charged as their worst together. */
const LENT_MAX = 16;
/** Stands for every grant that was made before this grantor began. */
const BEFORE = -1;

export class LentToGateway {
  readonly incarnation: number;
  readonly weight: number;
  readonly #times: LeaseTimes;
  #lent: Lent[] = [];
  // What the window of the gateway held when it last asked. It may have been passed under a share
  // that is overtaken, and stays in the windows for as long as one lasts.
  #tail = { used: 0, untilMs: -Infinity };
  wanted = 0;
  /** Of the newest ask. */
  askNumber = 0;
  askedAtMs: number;

  constructor(times: LeaseTimes, { incarnation, weight, nowMs }: LentOptions) {
    this.#times = times;
    this.incarnation = incarnation;
    this.weight = weight;
    this.askedAtMs = nowMs;
  }

  /** The largest fair share it may take without a lease. */
  get fairShare(): number {
    return this.#lent.reduce((most, { fairShare }) => Math.max(most, fairShare), 0);
  }

  /** The most that any window may hold of it which has not ended at `nowMs`. */
  chargeAt(nowMs: number): number {
    let charge = nowMs < this.#tail.untilMs ? this.#tail.used : 0;
    for (const { share, fairShare, fairFromMs, endsMs } of this.#lent) {
      if (nowMs < endsMs + this.#times.windowMs) charge = Math.max(charge, share);
      if (nowMs >= fairFromMs) charge = Math.max(charge, fairShare);
    }
    return charge;
  }

  /** Whether its newest lease still runs: a gateway whose lease is over has fallen silent. */
  isLiveAt(nowMs: number): boolean {
    return nowMs < this.askedAtMs + this.#times.leaseMs;
  }

  lend(grant: LeaseOffer, nowMs: number): void {
    const { grantId, share, fairShare } = grant;
    const endsMs = nowMs + this.#times.leaseMs + this.#times.marginMs;
    this.#enter({ grantId, share, fairShare, fairFromMs: endsMs, endsMs });
  }

  /**
   * The process holds nothing of what was lent before this grantor began, and may have passed
   * something before the rule was in force.
   */
  heldNothing(used: number, nowMs: number): void {
    this.#lent = this.#lent.filter(({ grantId }) => grantId !== BEFORE);
    this.#tail = { used, untilMs: nowMs + this.#times.windowMs };
  }

  /** The gateway says which of this grantor's grants it holds: older ones are overtaken. */
  confirm(grantId: number, used: number, nowMs: number): void {
    this.#lent = this.#lent.filter((lent) => lent.grantId >= grantId);
    this.#tail = { used, untilMs: nowMs + this.#times.windowMs };
  }

  /** What a grantor before this one lent, as its holder tells. */
  recall(held: HeldLease, used: number, nowMs: number): void {
    const { fairShare } = held;
    // Once the lease is over, what was passed under it is in the window that is told.
    const share = held.usableForMs > 0 ? held.share : 0;
    const fairFromMs = nowMs + held.usableForMs;
    const endsMs = fairFromMs + this.#times.marginMs;
    this.#lent = this.#lent.filter(({ grantId }) => grantId !== BEFORE);
    this.#lent.unshift({ grantId: BEFORE, share, fairShare, fairFromMs, endsMs });
    this.#tail = { used, untilMs: nowMs + this.#times.windowMs };
  }

  /** What a gateway that has told nothing yet may take without a lease, as it was stored. */
  assume(fairShare: number, nowMs: number): void {
    this.#enter({ grantId: BEFORE, share: 0, fairShare, fairFromMs: nowMs, endsMs: nowMs });
  }

  #enter(lent: Lent): void {
    this.#lent.push(lent);
    if (this.#lent.length <= LENT_MAX) return;
    const [first, second, ...others] = this.#lent;
    if (!first || !second) return;
    const merged = {
      grantId: second.grantId,
      share: Math.max(first.share, second.share),
      fairShare: Math.max(first.fairShare, second.fairShare),
      fairFromMs: Math.min(first.fairFromMs, second.fairFromMs),
      endsMs: Math.max(first.endsMs, second.endsMs),
    };
    this.#lent = [merged, ...others];
  }
}

interface LentOptions {
  incarnation: number;
  weight: number;
  nowMs: number;
}

export function grantTimes(times: LeaseTimes): { usableMs: number; fairAfterMs: number } {
  return { usableMs: times.leaseMs, fairAfterMs: times.leaseMs + fairDelayMs(times) };
}
