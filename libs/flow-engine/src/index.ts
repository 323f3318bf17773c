// Flow control as decisions: state in, clock in, decision out.
export { TierBreakers, type TierAdmission, type TierTicket } from './breakers/tier-breakers.ts';
export type { BreakerStateName } from './breakers/breaker.ts';
export type {
  Admission,
  Call,
  CallKey,
  Outcome,
  Refusal,
  RefusalKind,
  Ticket,
  TrafficClass,
} from './call.ts';
export { FlowEngine, type FlowEngineOptions } from './engine/flow-engine.ts';
export type { TrafficCount } from './engine/traffic.ts';
export type { HotValue } from './hotspots/hottest-values.ts';
export { HeldShare, type HeldShareOptions, type ShareDemand } from './leases/held-share.ts';
export type { LeaseGrant } from './leases/lease.ts';
export type { LeaseDemand } from './leases/lease-desk.ts';
export {
  fairDelayMs,
  type HeldLease,
  type LeaseAnswer,
  type LeaseAsk,
  type LeaseOffer,
  type LeaseTimes,
} from './leases/lease-terms.ts';
export { flowIdentityOf } from './limits/flow-limits.ts';
export {
  grantEpochOf,
  type KnownGateway,
  QuotaGrantor,
  type QuotaGrantorOptions,
} from './leases/quota-grantor.ts';
export {
  explain,
  type Explanation,
  type PassedOverReason,
  type StandingRule,
} from './policy/explain.ts';
export {
  type AccessRule,
  type DegradeRule,
  type EngineRule,
  type FlowRule,
  type HotspotRule,
  type RuleKind,
  type SystemRule,
  WINDOW_MS_DEFAULT,
} from './policy/rule.ts';
export {
  BEHAVIORS,
  FALLBACKS,
  HOTSPOT_KEYS,
  type HotspotKey,
  METRICS,
  MODES,
  SCOPES,
  STRATEGIES,
  type Strategy,
} from './policy/words.ts';
