// The engine's rules again, written from their words and nothing else: lists of everything that
// passed, searched from the start each time. For tests of limits, hotspots and access.
import type { Call, CallKey } from '../src/call.ts';
import type { EngineRule, FlowRule, HotspotRule } from '../src/policy/rule.ts';

const PHASES = ['access', 'hotspot', 'caller', 'pool'] as const;
export type Phase = (typeof PHASES)[number];

/** What an enforced rule has against a call. */
export interface Objection {
  ruleId: string;
  phase: Phase;
  used: number;
  /** Infinity when no time can be told. */
  passesAtMs: number;
}

interface Pass {
  bucket: string;
  cost: number;
  atMs: number;
}

export interface ModelTicket {
  passes: Pass[];
  running: string[];
}

type Limited = FlowRule | HotspotRule;

interface Demand {
  bucket: string;
  cost: number;
  threshold: number;
}

export class EngineModel {
  rules: readonly EngineRule[];
  readonly #passes = new Set<Pass>();
  readonly #running = new Map<string, number>();

  constructor(rules: readonly EngineRule[]) {
    this.rules = rules;
  }

  /** The objections of the first phase that has any, and when nothing stands against it. */
  judge(call: Call, nowMs: number): { first: Objection[]; passesAtMs: number; shadow: string[] } {
    const enforced: Objection[] = [];
    const shadow: string[] = [];
    for (const rule of this.rules) {
      const objection = this.#objectionOf(rule, call, nowMs);
      if (!objection) continue;
      if (rule.mode === 'shadow') shadow.push(rule.ruleId);
      else enforced.push(objection);
    }
    const first = PHASES.find((phase) => enforced.some((each) => each.phase === phase));
    return {
      first: enforced.filter(({ phase }) => phase === first),
      passesAtMs: Math.max(nowMs, ...enforced.map(({ passesAtMs }) => passesAtMs)),
      shadow,
    };
  }

  take(call: Call, nowMs: number): ModelTicket {
    const ticket: ModelTicket = { passes: [], running: [] };
    const standing = this.rules.filter((rule) => !this.#objectionOf(rule, call, nowMs));
    for (const rule of standing) {
      for (const { bucket, cost } of this.#demandsOf(rule, call)) {
        if (isConcurrency(rule)) ticket.running.push(bucket);
        else ticket.passes.push({ bucket, cost, atMs: nowMs });
      }
    }
    for (const pass of ticket.passes) this.#passes.add(pass);
    for (const bucket of ticket.running) this.#run(bucket, 1);
    return ticket;
  }

  end({ running }: ModelTicket): void {
    for (const bucket of running) this.#run(bucket, -1);
  }

  cancel(ticket: ModelTicket): void {
    this.end(ticket);
    for (const pass of ticket.passes) this.#passes.delete(pass);
  }

  #run(bucket: string, by: number): void {
    this.#running.set(bucket, (this.#running.get(bucket) ?? 0) + by);
  }

  #objectionOf(rule: EngineRule, call: Call, nowMs: number): Objection | undefined {
    if (rule.mode === 'off') return undefined;
    const { ruleId, kind } = rule;
    if (kind.type === 'access') {
      if (!matches(kind.resource, call) || !kind.deny.includes(call.caller)) return undefined;
      return { ruleId, phase: 'access', used: 0, passesAtMs: Infinity };
    }
    const found = this.#demandsOf(rule, call).flatMap((demand) => {
      const used = this.#usedBy(rule, demand, nowMs);
      const load = isConcurrency(rule) ? 1 : demand.cost;
      if (used + load <= demand.threshold) return [];
      return [{ used, passesAtMs: this.#passesAt(rule, demand, nowMs) }];
    });
    const [first] = found;
    if (!first) return undefined;
    const passesAtMs = Math.max(...found.map((each) => each.passesAtMs));
    return { ruleId, phase: phaseOf(rule), used: first.used, passesAtMs };
  }

  #usedBy(rule: EngineRule, { bucket }: Demand, nowMs: number): number {
    if (isConcurrency(rule)) return this.#running.get(bucket) ?? 0;
    const windowMs = windowOf(rule);
    return [...this.#passes]
      .filter((pass) => pass.bucket === bucket && pass.atMs > nowMs - windowMs)
      .reduce((sum, { cost }) => sum + cost, 0);
  }

  #passesAt(rule: EngineRule, demand: Demand, nowMs: number): number {
    if (isConcurrency(rule)) return Infinity;
    const windowMs = windowOf(rule);
    const leaving = [...this.#passes]
      .filter(({ bucket }) => bucket === demand.bucket)
      .map(({ atMs }) => atMs + windowMs)
      .filter((atMs) => atMs > nowMs)
      .sort((one, other) => one - other);
    const fits = leaving.find((atMs) => {
      return this.#usedBy(rule, demand, atMs) + demand.cost <= demand.threshold;
    });
    return fits ?? Infinity;
  }

  /** What the rule counts of a call; nothing where it does not apply. */
  #demandsOf(rule: EngineRule, call: Call): Demand[] {
    const { kind } = rule;
    if (rule.mode === 'off' || (kind.type !== 'flow' && kind.type !== 'hotspot')) return [];
    if (!matches(kind.resource, call) || !this.#isFor(rule, kind, call.caller)) return [];
    const owner = kind.caller === '*' ? call.caller : '';
    const bucket = `${rule.ruleId} ${owner}`;
    if (kind.type === 'flow') return [{ bucket, cost: call.cost, threshold: kind.threshold }];
    const wanted = kind.key === 'account' ? 'account' : 'member-id';
    return [...costByValue(call.keys.filter((key) => key.kind === wanted))].map(
      ([value, cost]) => ({
        bucket: `${bucket} ${value}`,
        cost,
        threshold: kind.overrides[value] ?? kind.threshold,
      }),
    );
  }

  #isFor(rule: EngineRule, kind: Limited, caller: string): boolean {
    if (kind.caller !== '*') return kind.caller === '' || kind.caller === caller;
    return !this.rules.some(
      ({ mode, kind: other }) =>
        mode === 'enforce' &&
        (other.type === 'flow' || other.type === 'hotspot') &&
        other.resource === kind.resource &&
        other.caller === caller &&
        countedBy(other) === countedBy(kind),
    );
  }
}

function costByValue(keys: readonly CallKey[]): Map<string, number> {
  const costs = new Map<string, number>();
  for (const { value, cost = 1 } of keys) costs.set(value, (costs.get(value) ?? 0) + cost);
  return costs;
}

/** Rules that count different things do not stand in for each other. */
function countedBy(kind: Limited): string {
  return kind.type === 'hotspot' ? kind.key : kind.type;
}

function isConcurrency({ kind }: EngineRule): boolean {
  return kind.type === 'flow' && kind.metric === 'concurrency';
}

function phaseOf({ kind }: EngineRule): Phase {
  if (kind.type === 'hotspot') return 'hotspot';
  return kind.type === 'flow' && kind.caller !== '' ? 'caller' : 'pool';
}

function windowOf({ kind }: EngineRule): number {
  return (kind.type === 'flow' || kind.type === 'hotspot' ? kind.windowMs : undefined) ?? 1_000;
}

function matches(resource: string, { method, trafficClass }: Call): boolean {
  if (resource === '*' || resource === method || resource === `class:${trafficClass}`) return true;
  return resource.endsWith('/*') && method.startsWith(resource.slice(0, -1));
}
