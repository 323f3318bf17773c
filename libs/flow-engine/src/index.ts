// Flow control as decisions: state in, clock in, decision out.
export { TierBreakers, type TierAdmission, type TierTicket } from './breakers/tier-breakers.ts';
export { HeldShare, type HeldShareOptions } from './leases/held-share.ts';
export {
  fallbackDelayMs,
  type HeldLease,
  type LeaseAnswer,
  type LeaseAsk,
  type LeaseGrant,
  type LeaseTimes,
} from './leases/lease.ts';
export {
  type KnownGateway,
  QuotaGrantor,
  type QuotaGrantorOptions,
} from './leases/quota-grantor.ts';
