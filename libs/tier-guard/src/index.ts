// Degrade rules on tiers, "tier:redis/a", judged by the services that call them.
export { TierGuard, type TierObserver, TierRefused, type TierUse } from './tier-guard.ts';
export { openTierRules, type TierRules, type TierRulesOptions } from './tier-rules.ts';
