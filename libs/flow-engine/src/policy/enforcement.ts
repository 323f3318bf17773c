// Whether a rule is enforced for a caller or only watched.
import { isPicked } from './hash.ts';
import type { EngineRule } from './rule.ts';

const ALL_PERCENT = 100;

/** False for a rule in the shadow, and for callers that its percentage leaves out. */
export function isEnforcedFor(
  { ruleId, mode, enforcePercent }: Pick<EngineRule, 'ruleId' | 'mode' | 'enforcePercent'>,
  caller: string,
): boolean {
  if (mode === 'shadow' || mode === 'off') return false;
  const percent = enforcePercent || ALL_PERCENT;
  return percent >= ALL_PERCENT || isPicked(ruleId, caller, percent);
}
