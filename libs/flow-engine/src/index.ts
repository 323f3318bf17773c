// Flow control as decisions: state in, clock in, decision out.
export { TierBreakers, type TierAdmission, type TierTicket } from './breakers/tier-breakers.ts';
