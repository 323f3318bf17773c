// A call as the engine sees it, and what the engine says about it.

export type TrafficClass = 'order' | 'marketing' | 'ops';

export interface CallKey {
  kind: 'member-id' | 'account';
  /** As overrides of hotspot rules write it: "12345", "wechat:o6_bm". */
  value: string;
  /** What this appearance costs the value; 1 when left out. */
  cost?: number;
}

export interface Call {
  /** "/member.v1.MemberQueryService/GetMember". */
  method: string;
  caller: string;
  trafficClass: TrafficClass;
  /** Finite and above 0: 1 for a unary call, the number of items for a batch. */
  cost: number;
  keys: readonly CallKey[];
  /** False for a call, such as a write, that FALLBACK_SERVE_AVAILABLE cannot answer. */
  degradable?: boolean;
}

/** `cancelled` is a call that its client gave up while it ran. */
export type Outcome = 'ok' | 'failed' | 'caller-fault' | 'cancelled';

export type RefusalKind =
  'access' | 'breaker' | 'hotspot' | 'limit' | 'concurrency' | 'system' | 'shed';

export interface Refusal {
  kind: RefusalKind;
  ruleId: string;
  /** `cost-above-limit`: the call can never pass, however long it waits. */
  reason: 'over-limit' | 'cost-above-limit';
  /** How much of the threshold was in use, in the threshold's own unit. */
  used: number;
  threshold: number;
  /**
   * When the same call would pass if nothing else came, counted from the instant it was asked for.
   * Undefined where no time can be told.
   */
  retryAfterMs: number | undefined;
}

/** What an admitted call holds until it is completed or cancelled, once. */
export interface Ticket {
  /** When the call may run, by the engine's clock. */
  readonly startMs: number;
}

/**
 * Every call gets one. What shadow rules would have refused rides along, and is empty otherwise.
 */
export type Admission =
  | { verdict: 'admitted'; ticket: Ticket; degraded: boolean; shadow: readonly Refusal[] }
  | {
      verdict: 'paced';
      ticket: Ticket;
      degraded: boolean;
      shadow: readonly Refusal[];
      /** The caller waits this long and then runs. */
      waitMs: number;
    }
  | ({ verdict: 'refused'; shadow: readonly Refusal[] } & Refusal);
