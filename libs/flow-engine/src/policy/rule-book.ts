// A rule set with what its rules remember. Replacing it keeps the memory of every rule whose
// identity stays, so that a changed number changes a number and nothing else.
import { BreakerShelf, isOnCalls, type ShelvedBreaker } from '../breakers/breaker-shelf.ts';
import type { TrafficRow } from '../engine/traffic.ts';
import { HotspotGate } from '../hotspots/hotspot-gate.ts';
import type { HotspotMemory } from '../hotspots/hotspot-memory.ts';
import { flowIdentityOf, FlowLimits } from '../limits/flow-limits.ts';
import type { Load } from '../system/load.ts';
import { SystemGuard } from '../system/system-guard.ts';
import { isAllowed } from './access.ts';
import { isEnforcedFor } from './enforcement.ts';
import { hash32 } from './hash.ts';
import type { HotspotCheck, Plan } from './plan.ts';
import { ResourceIndex, resourcesOf, type Party } from './resource-index.ts';
import {
  WINDOW_MS_DEFAULT,
  type AccessRule,
  type EngineRule,
  type HotspotRule,
  type RuleKind,
  type SystemRule,
} from './rule.ts';

interface Hotspot {
  rule: EngineRule<HotspotRule>;
  gate: HotspotGate;
}

interface Guarded {
  rule: EngineRule<SystemRule>;
  guard: SystemGuard;
}

export class RuleBook {
  readonly breakers = new BreakerShelf();
  readonly #memory: HotspotMemory;
  readonly #load: Load;
  #limits = new Map<string, FlowLimits>();
  #guards = new Map<string, Guarded>();
  #flows = new ResourceIndex<FlowLimits>();
  #hotspots = new ResourceIndex<Hotspot>();
  #access = new ResourceIndex<EngineRule<AccessRule>>();
  #isInForce = false;

  constructor(memory: HotspotMemory, load: Load) {
    this.#memory = memory;
    this.#load = load;
  }

  replace(rules: readonly EngineRule[]): void {
    this.breakers.replace(rules.filter(isOnCalls));
    this.#replaceFlows(rules.filter((rule) => isOfType(rule, 'flow')));
    this.#guards = new Map(
      rules
        .filter((rule) => isOfType(rule, 'system'))
        .map((rule) => [rule.ruleId, this.#guard(rule)]),
    );
    this.#hotspots = new ResourceIndex();
    this.#access = new ResourceIndex();
    for (const rule of rules.filter(({ mode }) => mode !== 'off')) {
      if (isOfType(rule, 'access')) this.#access.add(rule.kind.resource, '', rule);
      if (!isOfType(rule, 'hotspot')) continue;
      const gate = new HotspotGate(rule.kind, this.#memory);
      this.#hotspots.add(rule.kind.resource, rule.kind.caller, { rule, gate });
    }
    this.#isInForce = true;
  }

  /** The limits of rules that are shared between gateways. */
  globalLimits(): FlowLimits[] {
    return [...this.#limits.values()].filter(({ leasing }) => leasing !== undefined);
  }

  guards(): Iterable<Guarded> {
    return this.#guards.values();
  }

  plan(party: Party, traffic: TrafficRow): Plan {
    const { caller } = party;
    const checkOf = (rule: EngineRule): { ruleId: string; isEnforced: boolean } => ({
      ruleId: rule.ruleId,
      isEnforced: isEnforcedFor(rule, caller),
    });
    const breakers = resourcesOf(party).flatMap((resource) => this.breakers.on(resource));
    return {
      methodSalt: hash32(party.method),
      traffic,
      denials: this.#access
        .find(party, () => false)
        .filter(({ kind }) => !isAllowed(kind, caller))
        .map(checkOf),
      breakers: breakers.map(({ rule, breaker }: ShelvedBreaker) => ({
        ...checkOf(rule),
        breaker,
        servesAvailable: rule.kind.fallback === 'serve_available',
      })),
      hotspots: this.#hotspotsOf(party),
      ...this.#flowsOf(party),
      systems: [...this.#guards.values()]
        .filter(({ rule }) => rule.mode !== 'off')
        .map(({ rule, guard }) => ({ ...checkOf(rule), guard })),
    };
  }

  #replaceFlows(rules: readonly EngineRule<Extract<RuleKind, { type: 'flow' }>>[]): void {
    const limits = new Map<string, FlowLimits>();
    this.#flows = new ResourceIndex();
    for (const rule of rules) {
      const identity = flowIdentityOf(rule);
      const known = this.#limits.get(identity);
      known?.retune(rule);
      const kept = known ?? new FlowLimits(rule, { isLateComer: this.#isInForce });
      limits.set(identity, kept);
      if (rule.mode !== 'off') this.#flows.add(rule.kind.resource, rule.kind.caller, kept);
    }
    this.#limits = limits;
  }

  #guard(rule: EngineRule<SystemRule>): Guarded {
    const guard = this.#guards.get(rule.ruleId)?.guard ?? new SystemGuard(rule.kind, this.#load);
    guard.retune(rule.kind);
    return { rule, guard };
  }

  #flowsOf(party: Party): Pick<Plan, 'flows' | 'demands'> {
    const found = this.#flows.find(party, ({ rule }) => isEnforcedFor(rule, party.caller));
    const checks = found.map((limits) => ({
      ruleId: limits.rule.ruleId,
      isEnforced: isEnforcedFor(limits.rule, party.caller),
      gate: limits.gateFor(party.caller),
      kind:
        limits.rule.kind.metric === 'concurrency' ? ('concurrency' as const) : ('limit' as const),
      isPool: limits.rule.kind.caller === '' || limits.leasing !== undefined,
    }));
    const demands = found.map(({ leasing }) => leasing?.demand);
    return {
      flows: [...checks.filter(({ isPool }) => !isPool), ...checks.filter(({ isPool }) => isPool)],
      demands: demands.filter((demand) => demand !== undefined),
    };
  }

  #hotspotsOf(party: Party): HotspotCheck[] {
    const covers = (naming: Hotspot, item: Hotspot): boolean =>
      naming.rule.kind.key === item.rule.kind.key && isEnforcedFor(naming.rule, party.caller);
    return this.#hotspots.find(party, covers).map(({ rule, gate }) => ({
      ruleId: rule.ruleId,
      isEnforced: isEnforcedFor(rule, party.caller),
      gate,
      keyKind: rule.kind.key === 'account' ? 'account' : 'member-id',
      salt: saltOf(rule, party.caller),
    }));
  }
}

function saltOf({ ruleId, kind }: EngineRule<HotspotRule>, caller: string): number {
  const owner = kind.caller === '*' ? caller : kind.caller;
  const windowMs = kind.windowMs ?? WINDOW_MS_DEFAULT;
  return hash32([ruleId, kind.resource, kind.key, windowMs, kind.caller, owner].join('\n'));
}

function isOfType<Type extends RuleKind['type']>(
  rule: EngineRule,
  type: Type,
): rule is EngineRule<Extract<RuleKind, { type: Type }>> {
  return rule.kind.type === type;
}
