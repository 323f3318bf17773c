// Which rules stand before a call, for people to read. The plan of the call is the one by which it
// is decided, made from the same rules by the same book: nothing is judged a second way here.
import type { Call, CallKey } from '../call.ts';
import { TrafficRow } from '../engine/traffic.ts';
import { HotspotMemory } from '../hotspots/hotspot-memory.ts';
import { Load } from '../system/load.ts';
import { isAllowed } from './access.ts';
import type { Check, FlowCheck, HotspotCheck, Plan, SystemCheck } from './plan.ts';
import { resourcesOf } from './resource-index.ts';
import { RuleBook } from './rule-book.ts';
import type { EngineRule } from './rule.ts';

export interface StandingRule {
  rule: EngineRule;
  /** False where it only watches this caller. */
  isEnforced: boolean;
  /**
   * Of the rule, or of the value that the call names where an override is for it. Undefined where
   * nothing is counted.
   */
  threshold: number | undefined;
  /** The rule stands against this call however little else comes. */
  neverPasses: boolean;
}

/** Why a rule on a resource of the call does not stand before it. */
export type PassedOverReason = 'off' | 'allowed' | 'another-caller' | 'stood-in-for';

export interface Explanation {
  /** In the order in which they are asked. */
  standing: StandingRule[];
  passedOver: { rule: EngineRule; why: PassedOverReason }[];
}

const VALUES_NONE = 1;
const FRESH_MS = 0;

/** What a gateway that has seen nothing yet would ask before this call. */
export function explain(rules: readonly EngineRule[], call: Call): Explanation {
  const book = new RuleBook(new HotspotMemory(VALUES_NONE), new Load());
  book.replace(rules);
  const plan = book.plan(call, new TrafficRow(call.method, call.caller));
  const standing = standingOf(plan, call, new Map(rules.map((rule) => [rule.ruleId, rule])));
  const found = new Set(standing.map(({ rule }) => rule.ruleId));
  const passedOver = rules
    .filter((rule) => !found.has(rule.ruleId) && isOnResourceOf(call, rule))
    .map((rule) => ({ rule, why: reasonOf(rule, call.caller) }));
  return { standing, passedOver };
}

function standingOf(
  plan: Plan,
  call: Call,
  rules: ReadonlyMap<string, EngineRule>,
): StandingRule[] {
  const stands = (
    check: Check,
    found: Omit<StandingRule, 'rule' | 'isEnforced'>,
  ): StandingRule[] => {
    const rule = rules.get(check.ruleId);
    return rule ? [{ rule, isEnforced: check.isEnforced, ...found }] : [];
  };
  return [
    ...plan.denials.flatMap((check) => stands(check, { threshold: undefined, neverPasses: true })),
    ...plan.breakers.flatMap((check) =>
      stands(check, { threshold: check.breaker.threshold, neverPasses: false }),
    ),
    ...plan.hotspots.flatMap((check) => stands(check, hotspotOf(check, call.keys))),
    ...plan.flows.flatMap((check) => stands(check, flowOf(check, rules, call.cost))),
    ...plan.systems.flatMap((check) => stands(check, systemOf(check, call))),
  ];
}

type Found = Pick<StandingRule, 'threshold' | 'neverPasses'>;

function hotspotOf({ gate, keyKind }: HotspotCheck, keys: readonly CallKey[]): Found {
  const key = keys.find(({ kind }) => kind === keyKind);
  const threshold = gate.thresholdOf(key?.value ?? '');
  const charge = { hash: 0, threshold, cost: key?.cost ?? 1 };
  return { threshold, neverPasses: key !== undefined && !gate.admits(charge) };
}

function flowOf(check: FlowCheck, rules: ReadonlyMap<string, EngineRule>, cost: number): Found {
  const kind = rules.get(check.ruleId)?.kind;
  const threshold = kind?.type === 'flow' ? kind.threshold : undefined;
  return { threshold, neverPasses: !check.gate.admits(cost) };
}

function systemOf({ guard }: SystemCheck, { trafficClass, cost }: Call): Found {
  const against = guard.findAgainst(trafficClass, cost, FRESH_MS);
  return { threshold: undefined, neverPasses: against?.isPossible === false };
}

/** System rules are on every call; rules on tiers are judged elsewhere and are on none. */
function isOnResourceOf(call: Call, { kind }: EngineRule): boolean {
  return kind.type === 'system' || resourcesOf(call).includes(kind.resource);
}

function reasonOf({ mode, kind }: EngineRule, caller: string): PassedOverReason {
  if (mode === 'off') return 'off';
  if (kind.type === 'access' && isAllowed(kind, caller)) return 'allowed';
  const isNaming = kind.type === 'flow' || kind.type === 'hotspot';
  return isNaming && kind.caller === '*' ? 'stood-in-for' : 'another-caller';
}
