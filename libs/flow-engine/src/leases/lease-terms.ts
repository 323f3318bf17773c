// What gateways and the grantor of a GLOBAL rule's threshold say to each other.
//
// What is lent is a share, not a heap of tokens: the gateway keeps every window of the rule's
// length at or under its share, so the shares of all gateways together keep every window at or
// under the threshold, and the whole threshold can be used. A heap of tokens would have to stay
// charged for a window after its last moment, and that part of the threshold would be lost.
//
// All times are spans. A gateway counts them from when it asked, by its own clock; the grantor from
// when it granted, by its own. So clocks may differ by any offset, and a lease is over at the
// gateway before it is over at the grantor.

export interface LeaseTimes {
  /** The rule's window. */
  windowMs: number;
  /** A share may be used this long after it was asked for. */
  leaseMs: number;
  /** Added by the grantor to each lease: covers clocks that run at different speeds. */
  marginMs: number;
  /** A gateway silent for this long is taken for dead, and its fair share is lent to others. */
  forgetMs: number;
}

/** What a gateway holds: its newest grant. */
export interface HeldLease {
  grantId: number;
  /** Of the threshold, in cost per window. */
  share: number;
  /** The share that it may use without a lease. */
  fairShare: number;
  /** How long the share may still be used; 0 when the lease is over. */
  usableForMs: number;
}

/** What a gateway says every time it asks. */
export interface LeaseAsk {
  gatewayId: string;
  /** Of the process: greater after each of the gateway's restarts. */
  incarnation: number;
  /** Counts the asks of this process; the answer repeats it. */
  number: number;
  /** The cost that callers want, passed or not, in one window. */
  wanted: number;
  /** The cost that its window holds now. */
  used: number;
  /** Above 0; a gateway of weight 2 counts as two. */
  weight: number;
  held: HeldLease | undefined;
}

export interface LeaseOffer {
  kind: 'granted';
  /** The number of the ask. */
  ask: number;
  /** Greater than that of every earlier grant of the rule, whichever grantor made it. */
  grantId: number;
  share: number;
  fairShare: number;
  /** From when it was asked for. */
  usableMs: number;
  /** From when it was asked for: no sooner may the fair share replace what is in hand. */
  fairAfterMs: number;
}

/**
 * A grantor that does not know yet what is lent lends nothing, and neither does it to a process
 * that has been succeeded; what is held stays held.
 */
export type LeaseAnswer = LeaseOffer | { kind: 'wait'; retryInMs: number };

/**
 * How long after the end of a lease its holder waits before it takes its fair share. In that time
 * every lease ends that was granted while this one still ran, and its last pass leaves the window:
 * an answer may have been under way for one lease, another gateway's may run for one more.
 */
export function fairDelayMs({ windowMs, leaseMs, marginMs }: LeaseTimes): number {
  return 2 * leaseMs + windowMs + 2 * marginMs;
}
