// Words to write schedules with.
import type { RulePair, Step } from './schedule.ts';

interface CallOptions {
  caller?: string;
  cost?: number;
  value?: string;
}

type Enter = Extract<Step, { do: 'enter' }>;

export function rules(at: number, ...pairs: RulePair[]): Step {
  return { at, do: 'rules', rules: pairs };
}

/** A call that is under way until it is ended. */
export function enter(at: number, id: string, options: CallOptions = {}): Enter {
  const { caller = 'order', cost = 1, value } = options;
  return { at, do: 'enter', id, caller, cost, value };
}

export function exit(at: number, id: string, failed = false): Step {
  return { at, do: 'exit', id, failed };
}

/** A call that ends as soon as it has begun. */
export function call(at: number, id: string, options: CallOptions = {}): Step[] {
  return [enter(at, id, options), exit(at, id)];
}

/** A call that fails at once. */
export function failing(at: number, id: string): Step[] {
  return [enter(at, id), exit(at, id, true)];
}

/** So many at once. */
export function many(count: number, at: number, id: string, options: CallOptions = {}): Step[] {
  return Array.from({ length: count }, (_, n) => call(at, `${id}-${n}`, options)).flat();
}
