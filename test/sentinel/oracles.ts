// What a rule's own words say of outcomes, counted from nothing but who ran when: neither engine is
// asked.
import type { Outcome, Outcomes } from './schedule.ts';

export interface Judgement {
  holds: boolean;
  /** What was seen, as numbers. */
  found: string;
}

export function passed(outcomes: Outcomes): Outcome[] {
  return [...outcomes.values()]
    .filter((outcome) => outcome.passed)
    .sort((one, other) => one.ranMs - other.ranMs);
}

export function refused(outcomes: Outcomes): Outcome[] {
  return [...outcomes.values()].filter((outcome) => !outcome.passed);
}

/** The most cost that ran within any window of that length. */
export function mostInAnyWindow(ran: readonly Outcome[], windowMs: number): number {
  let [most, inside, first] = [0, 0, 0];
  for (const { ranMs, cost } of ran) {
    inside += cost;
    while ((ran[first]?.ranMs ?? Infinity) + windowMs <= ranMs) inside -= ran[first++]?.cost ?? 0;
    most = Math.max(most, inside);
  }
  return most;
}

/** Calls that were refused although the window that ended with them had room. */
function refusedEarly(outcomes: Outcomes, threshold: number, windowMs: number): number {
  const ran = passed(outcomes);
  return refused(outcomes).filter(({ atMs, cost }) => {
    const held = ran
      .filter(({ ranMs }) => ranMs > atMs - windowMs && ranMs <= atMs)
      .reduce((sum, each) => sum + each.cost, 0);
    return held + cost <= threshold;
  }).length;
}

/** "No window passes more than the threshold, and who is under it is never refused." */
export function exactWindow(threshold: number, windowMs: number) {
  return (outcomes: Outcomes): Judgement => {
    const most = mostInAnyWindow(passed(outcomes), windowMs);
    const early = refusedEarly(outcomes, threshold, windowMs);
    return {
      holds: most <= threshold && early === 0,
      found: `${most} in a window of ${threshold}, ${early} refused with room`,
    };
  };
}

/** What became of these calls, by id: exactly that and nothing else. */
export function exactly(wanted: Readonly<Record<string, boolean>>) {
  return (outcomes: Outcomes): Judgement => {
    const ids = Object.keys(wanted);
    const wrong = ids.filter((id) => outcomes.get(id)?.passed !== wanted[id]);
    const told = wrong.map((id) => `${id} ${outcomes.get(id)?.passed ? 'passed' : 'refused'}`);
    return { holds: wrong.length === 0, found: wrong.length === 0 ? 'as said' : told.join(', ') };
  };
}
