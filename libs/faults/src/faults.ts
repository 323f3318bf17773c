// The points of one process and what happens at them, changed while it runs.
import { seededFractions, sleep } from '@member-mesh/kernel';

import type { FaultPlan } from './fault-plan.ts';
import { EVERY_POINT, type FaultAction, type FaultRule, parseFaultRules } from './fault-rule.ts';

/** What a test does with the faults of a running process. */
export interface FaultControl {
  /** Replaces all rules and lets go whoever is held; throws an Error that says what is wrong. */
  set(rules: string): void;
  /** Of each point, how often it was reached, and how many wait there now. */
  state(): Record<string, { reached: number; held: number }>;
}

export interface FaultsOptions<P extends string> {
  points: readonly P[];
  rules: readonly FaultRule[];
  /** From 0 to 1. */
  fraction: () => number;
  /** Sends a signal to this process. */
  signal: (signal: NodeJS.Signals) => void;
}

/** Whoever is held and forgotten goes on after that. */
const HOLD_MS_MAX = 30_000;

export class Faults<P extends string> implements FaultControl {
  readonly #options: FaultsOptions<P>;
  readonly #reached = new Map<P, number>();
  readonly #held = new Map<P, number>();
  #rules: FaultRule[];
  #release = new AbortController();

  constructor(options: FaultsOptions<P>) {
    this.#options = options;
    this.#rules = [...options.rules];
  }

  /** Resolves when the step behind the point may go on. */
  async reach(point: P): Promise<void> {
    count(this.#reached, point, 1);
    const rule = this.#rules.find((each) => each.point === point || each.point === EVERY_POINT);
    if (rule) await this.#act(rule, point);
  }

  set(rules: string): void {
    this.#rules = parseFaultRules(rules, this.#options.points);
    this.#release.abort();
    this.#release = new AbortController();
  }

  state(): Record<string, { reached: number; held: number }> {
    const states = this.#options.points.map((point) => {
      const [reached, held] = [this.#reached.get(point) ?? 0, this.#held.get(point) ?? 0];
      return [point, { reached, held }] as const;
    });
    return Object.fromEntries(states);
  }

  async #act(rule: FaultRule, point: P): Promise<void> {
    const { fraction, signal } = this.#options;
    const action: FaultAction = rule.action;
    switch (action.kind) {
      case 'kill':
        this.#forget(rule);
        return signal('SIGKILL');
      case 'stop':
        this.#forget(rule);
        return signal('SIGSTOP');
      case 'delay':
        this.#forget(rule);
        return sleep(action.ms);
      case 'jitter':
        if (fraction() < action.chance) await sleep(fraction() * action.msMax);
        return;
      case 'hold':
        return this.#hold(point);
    }
  }

  async #hold(point: P): Promise<void> {
    count(this.#held, point, 1);
    await sleep(HOLD_MS_MAX, this.#release.signal).catch(() => undefined);
    count(this.#held, point, -1);
  }

  #forget(rule: FaultRule): void {
    this.#rules = this.#rules.filter((each) => each !== rule);
  }
}

/** Nothing ever happens. */
export const noFaults = { reach: (): Promise<void> => Promise.resolve() };

/** The faults of this process by its plan; undefined without one. */
export function openFaults<P extends string>(
  plan: Pick<FaultPlan, 'rules' | 'seed'> | undefined,
  points: readonly P[],
): Faults<P> | undefined {
  if (!plan) return undefined;
  const signal = (name: NodeJS.Signals): void => void process.kill(process.pid, name);
  return new Faults({ points, rules: plan.rules, fraction: seededFractions(plan.seed), signal });
}

function count<P>(counts: Map<P, number>, point: P, by: number): void {
  counts.set(point, (counts.get(point) ?? 0) + by);
}
