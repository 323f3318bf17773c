// A schedule of calls, run through our engine: the same one that Sentinel is given. Time is what
// the schedule says.
import { type EngineRule, FlowEngine, type Ticket } from '@member-mesh/flow-engine';

/** One rule in both languages. */
export interface RulePair {
  ours: EngineRule;
  /** As java/membermesh/Schedule.java reads it. */
  sentinel: string;
}

export type Step = { at: number } & (
  | { do: 'rules'; rules: readonly RulePair[] }
  | { do: 'enter'; id: string; caller: string; cost: number; value: string | undefined }
  | { do: 'exit'; id: string; failed: boolean }
);

/** How a call fared. */
export interface Outcome {
  passed: boolean;
  /** When it was asked for. */
  atMs: number;
  /** When it ran, which is later where it had to wait for its turn. */
  ranMs: number;
  cost: number;
  caller: string;
  value: string | undefined;
}

export type Outcomes = ReadonlyMap<string, Outcome>;

export const RESOURCE = '/member.v1.MemberQueryService/GetMember';
/** A multiple of every window, so that edges lie where a schedule says. */
export const START_MS = 1_000_000_000;

export function runOurs(steps: readonly Step[]): Outcomes {
  const engine = new FlowEngine({ seed: 1 });
  const outcomes = new Map<string, Outcome>();
  const tickets = new Map<string, Ticket>();
  let revision = 0;
  for (const step of steps) {
    const nowMs = START_MS + step.at;
    if (step.do === 'rules') {
      engine.replaceRules(
        step.rules.map(({ ours }) => ours),
        ++revision,
      );
    } else if (step.do === 'enter') {
      const { id, caller, cost, value } = step;
      const keys = value === undefined ? [] : [{ kind: 'account' as const, value }];
      const admission = engine.admit(
        { method: RESOURCE, caller, trafficClass: 'order', cost, keys },
        nowMs,
      );
      const waitMs = admission.verdict === 'paced' ? admission.waitMs : 0;
      const passed = admission.verdict !== 'refused';
      outcomes.set(id, outcomeOf(step, { passed, waitMs }));
      if (passed) tickets.set(id, admission.ticket);
    } else {
      const ticket = tickets.get(step.id);
      if (ticket) engine.complete(ticket, step.failed ? 'failed' : 'ok', nowMs);
    }
  }
  return outcomes;
}

export function outcomeOf(
  { at, cost, caller, value }: Extract<Step, { do: 'enter' }>,
  { passed, waitMs }: { passed: boolean; waitMs: number },
): Outcome {
  return { passed, atMs: at, ranMs: at + waitMs, cost, caller, value };
}
