// What one gateway may be using, as far as the grantor can know: the heart of never lending twice.
//
// A grant counts until the gateway has said that it holds a newer one, or until its lease is over
// and its last pass has left the window; then the fallback counts in its place. A grant whose
// answer was lost is indistinguishable from one that arrived, so every grant that was not overtaken
// counts, and the largest is charged.
import { fallbackDelayMs, type HeldLease, type LeaseGrant, type LeaseTimes } from './lease.ts';

interface Lent {
  sequence: number;
  share: number;
  fallback: number;
  /** The holder may have to do without the lease from here on. */
  fallbackFromMs: number;
  /** The holder may use the share until here. */
  endsMs: number;
}

/** More grants than this without a sign of their arrival are charged as their worst together. */
const LENT_MAX = 16;
/** Stands for the sequence of a grant that another grantor made. */
const NEVER = -1;

export class LentToGateway {
  readonly incarnation: number;
  readonly weight: number;
  readonly #times: LeaseTimes;
  #lent: Lent[] = [];
  // What the window of the gateway held when it last asked. It may have been passed under a share
  // that is overtaken, and stays in the windows for as long as one lasts.
  #tail = { used: 0, untilMs: -Infinity };
  wanted = 0;
  askedAtMs: number;

  constructor(times: LeaseTimes, { incarnation, weight, nowMs }: LentOptions) {
    this.#times = times;
    this.incarnation = incarnation;
    this.weight = weight;
    this.askedAtMs = nowMs;
  }

  /** The largest share it may fall back to. */
  get fallback(): number {
    return this.#lent.reduce((most, { fallback }) => Math.max(most, fallback), 0);
  }

  /** The most that any window may hold of it which has not ended at `nowMs`. */
  chargeAt(nowMs: number): number {
    let charge = nowMs < this.#tail.untilMs ? this.#tail.used : 0;
    for (const { share, fallback, fallbackFromMs, endsMs } of this.#lent) {
      if (nowMs < endsMs + this.#times.windowMs) charge = Math.max(charge, share);
      if (nowMs >= fallbackFromMs) charge = Math.max(charge, fallback);
    }
    return charge;
  }

  /** Whether its newest lease still runs: a gateway whose lease is over has fallen silent. */
  isLiveAt(nowMs: number): boolean {
    return nowMs < this.askedAtMs + this.#times.leaseMs;
  }

  lend(grant: LeaseGrant, nowMs: number): void {
    const { sequence, share, fallback } = grant;
    const endsMs = nowMs + this.#times.leaseMs + this.#times.marginMs;
    this.#enter({ sequence, share, fallback, fallbackFromMs: endsMs, endsMs });
  }

  /** The gateway says which of this grantor's grants it holds: older ones are overtaken. */
  confirm(sequence: number, used: number, nowMs: number): void {
    this.#lent = this.#lent.filter((lent) => lent.sequence >= sequence);
    this.#tail = { used, untilMs: nowMs + this.#times.windowMs };
  }

  /** What a grantor before this one lent, as its holder tells. */
  recall(held: HeldLease, used: number, nowMs: number): void {
    const { fallback } = held;
    // Once the lease is over, what was passed under it is in the window that is told.
    const share = held.usableForMs > 0 ? held.share : 0;
    const fallbackFromMs = nowMs + held.usableForMs;
    const endsMs = fallbackFromMs + this.#times.marginMs;
    this.#lent = this.#lent.filter(({ sequence }) => sequence !== NEVER);
    this.#lent.unshift({ sequence: NEVER, share, fallback, fallbackFromMs, endsMs });
    this.#tail = { used, untilMs: nowMs + this.#times.windowMs };
  }

  /** What a gateway that has told nothing yet may fall back to, as it was written down. */
  assume(fallback: number, nowMs: number): void {
    this.#enter({ sequence: NEVER, share: 0, fallback, fallbackFromMs: nowMs, endsMs: nowMs });
  }

  #enter(lent: Lent): void {
    this.#lent.push(lent);
    if (this.#lent.length <= LENT_MAX) return;
    const [first, second, ...others] = this.#lent;
    if (!first || !second) return;
    const merged = {
      sequence: second.sequence,
      share: Math.max(first.share, second.share),
      fallback: Math.max(first.fallback, second.fallback),
      fallbackFromMs: Math.min(first.fallbackFromMs, second.fallbackFromMs),
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

export function grantTimes(times: LeaseTimes): { usableMs: number; fallbackAfterMs: number } {
  return { usableMs: times.leaseMs, fallbackAfterMs: times.leaseMs + fallbackDelayMs(times) };
}
