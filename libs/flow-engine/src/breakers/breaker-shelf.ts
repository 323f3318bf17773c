// The breakers of a rule set, one for each degrade rule, found by resource. A rule whose id,
// resource, strategy and window stay keeps its breaker through any edit.
import type { DegradeRule, EngineRule } from '../policy/rule.ts';
import { Breaker, type BreakerStateName } from './breaker.ts';
import { Judgement } from './judgement.ts';

export interface ShelvedBreaker {
  readonly rule: EngineRule<DegradeRule>;
  readonly breaker: Breaker;
}

const TIER = 'tier:';
const NONE: readonly ShelvedBreaker[] = [];

export class BreakerShelf {
  #byIdentity = new Map<string, ShelvedBreaker>();
  #byResource = new Map<string, ShelvedBreaker[]>();

  replace(rules: readonly EngineRule<DegradeRule>[]): void {
    const byIdentity = new Map<string, ShelvedBreaker>();
    const byResource = new Map<string, ShelvedBreaker[]>();
    for (const rule of rules) {
      const identity = identityOf(rule);
      const shelved = { rule, breaker: this.#breakerOf(identity, rule.kind) };
      byIdentity.set(identity, shelved);
      if (rule.mode === 'off') continue;
      const others = byResource.get(rule.kind.resource);
      if (others) others.push(shelved);
      else byResource.set(rule.kind.resource, [shelved]);
    }
    this.#byIdentity = byIdentity;
    this.#byResource = byResource;
  }

  /** Breakers of the rules on exactly this resource, in the order of the rules. */
  on(resource: string): readonly ShelvedBreaker[] {
    return this.#byResource.get(resource) ?? NONE;
  }

  states(nowMs: number): { ruleId: string; resource: string; state: BreakerStateName }[] {
    return [...this.#byResource.values()].flat().map(({ rule, breaker }) => ({
      ruleId: rule.ruleId,
      resource: rule.kind.resource,
      state: breaker.stateAt(nowMs),
    }));
  }

  #breakerOf(identity: string, kind: DegradeRule): Breaker {
    const known = this.#byIdentity.get(identity)?.breaker;
    const judgement = new Judgement(kind);
    if (!known) return new Breaker(judgement);
    known.retune(judgement);
    return known;
  }
}

/** A degrade rule that gateways judge. */
export function isOnCalls(rule: EngineRule): rule is EngineRule<DegradeRule> {
  return rule.kind.type === 'degrade' && !rule.kind.resource.startsWith(TIER);
}

/** A degrade rule that the services behind them judge. */
export function isOnTiers(rule: EngineRule): rule is EngineRule<DegradeRule> {
  return rule.kind.type === 'degrade' && rule.kind.resource.startsWith(TIER);
}

function identityOf({ ruleId, kind }: EngineRule<DegradeRule>): string {
  return [ruleId, kind.resource, kind.strategy, kind.statWindowMs ?? ''].join('\n');
}
