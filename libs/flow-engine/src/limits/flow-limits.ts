// The states of one flow rule: one, or one for each caller of a rule for "*". Only so many callers
// have a state of their own; those who come after them share one, so that memory stays bounded and
// strangers can refuse each other but nobody else.
import { Lease } from '../leases/lease.ts';
import type { Leasing } from '../leases/leasing.ts';
import type { EngineRule, FlowRule } from '../policy/rule.ts';
import { FlowState, windowMsOf } from './flow-state.ts';
import type { Gate } from './gate.ts';

const CALLER_STATES_MAX = 10_000;
const EACH_CALLER = '*';

/** Rules with the same identity are the same rule with other numbers. */
export function flowIdentityOf({ ruleId, kind }: EngineRule<FlowRule>): string {
  const metric = kind.metric === 'concurrency' ? 'concurrency' : 'cost';
  const scope = kind.scope === 'global' ? 'global' : 'gateway';
  return [ruleId, kind.resource, kind.caller, windowMsOf(kind), metric, scope].join('\n');
}

export class FlowLimits {
  readonly identity: string;
  rule: EngineRule<FlowRule>;
  readonly leasing: Leasing | undefined;
  readonly #states = new Map<string, FlowState>();
  #overflow: FlowState | undefined;

  constructor(rule: EngineRule<FlowRule>, { isLateComer }: { isLateComer: boolean }) {
    this.rule = rule;
    this.identity = flowIdentityOf(rule);
    this.leasing =
      rule.kind.scope === 'global'
        ? { lease: new Lease(), demand: { asked: 0 }, isLateComer }
        : undefined;
  }

  get windowMs(): number {
    return windowMsOf(this.rule.kind);
  }

  retune(rule: EngineRule<FlowRule>): void {
    this.rule = rule;
    for (const state of this.#states.values()) state.retune(rule.kind);
    this.#overflow?.retune(rule.kind);
  }

  gateFor(caller: string): Gate {
    const name = this.rule.kind.caller === EACH_CALLER ? caller : '';
    let state = this.#states.get(name);
    if (!state && this.#states.size >= CALLER_STATES_MAX) {
      state = this.#overflow ??= this.#create();
    } else if (!state) {
      state = this.#create();
      this.#states.set(name, state);
    }
    return state.gate;
  }

  /** The most that any one state has in use. */
  usedAt(nowMs: number): number {
    let most = this.#overflow?.usedAt(nowMs) ?? 0;
    for (const state of this.#states.values()) most = Math.max(most, state.usedAt(nowMs));
    return most;
  }

  #create(): FlowState {
    return new FlowState(this.rule.kind, this.leasing);
  }
}
