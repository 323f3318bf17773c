// Flow control as decisions: state in, clock in, decision out.
export { TierBreakers, type TierAdmission, type TierTicket } from './breakers/tier-breakers.ts';
export { HeldShare, type HeldShareOptions, type ShareDemand } from './leases/held-share.ts';
export type { LeaseGrant } from './leases/lease.ts';
export {
  fairDelayMs,
  type HeldLease,
  type LeaseAnswer,
  type LeaseAsk,
  type LeaseOffer,
  type LeaseTimes,
} from './leases/lease-terms.ts';
export {
  type KnownGateway,
  QuotaGrantor,
  type QuotaGrantorOptions,
} from './leases/quota-grantor.ts';
