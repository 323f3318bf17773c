// What passes, is refused and is measured, as gateways report it: each second by resource and
// caller.

/** In order of what wants to be seen first: of several gateways' states the last one is told. */
export const BREAKER_STATES = ['unspecified', 'closed', 'half_open', 'open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

export interface TrafficRow {
  resource: string;
  /** Empty for all. */
  caller: string;
  /** Calls, whatever they cost. */
  passed: number;
  refused: number;
  shadowRefused: number;
  failed: number;
  responseTimeMeanMs: number;
  responseTimeP99Ms: number;
  breaker: BreakerState;
}

export interface HotValue {
  resource: string;
  value: string;
  costPerSecond: number;
  refused: boolean;
}

/** One call that a rule stood against. */
export interface RefusedCall {
  timeMs: number;
  gatewayId: string;
  caller: string;
  resource: string;
  ruleId: string;
  policyRevision: number;
  used: number;
  threshold: number;
  /** Undefined where no time can be told. */
  retryAfterMs: number | undefined;
  /** The rule only watched. */
  shadow: boolean;
}

/** What one process reports of one second. */
export interface TrafficReport {
  /** A gateway, or a service behind gateways. */
  gatewayId: string;
  /** When the second began, by the clock of who reports. */
  secondMs: number;
  policyRevision: number;
  rows: readonly TrafficRow[];
  hotValues: readonly HotValue[];
  refusals: readonly RefusedCall[];
}

/** The sum over all who reported, of a second or of more. */
export interface TrafficSpan {
  startMs: number;
  /** The busiest first. */
  rows: readonly TrafficRow[];
  /** The hottest first. */
  hotValues: readonly HotValue[];
  /** The revision of the policy that each runs, by its name. */
  followers: ReadonlyMap<string, number>;
}
