// What the environment says about faults. Nothing acts, and a process does not even start with it,
// unless MESH_FAULTS is on as well: a stray variable cannot hurt production.
import type { Environment } from '@member-mesh/config';

import { type FaultRule, parseFaultRules } from './fault-rule.ts';

export interface FaultPlan<Protection extends string = never> {
  rules: readonly FaultRule[];
  seed: number;
  /** Protections that this process goes without. */
  without: ReadonlySet<Protection>;
}

/** What a service knows: the points it passes and the protections it can go without. */
export interface FaultVocabulary<Protection extends string> {
  points: readonly string[];
  protections?: readonly Protection[];
}

const SEED_MAX = 2 ** 31;

/** Undefined unless MESH_FAULTS is on. */
export function readFaultPlan<Protection extends string = never>(
  e: Environment,
  { points, protections = [] }: FaultVocabulary<Protection>,
): FaultPlan<Protection> | undefined {
  const allowed = e.flag('MESH_FAULTS', { default: false });
  const rules = e.text('MESH_FAULT_POINTS', { optional: true });
  const without = e.text('MESH_WITHOUT', { optional: true });
  const seed = e.integer('MESH_FAULTS_SEED', { min: 0, max: SEED_MAX, default: 1 });
  if (!allowed) {
    if (rules === undefined && without === undefined) return undefined;
    e.problems.push('MESH_FAULT_POINTS and MESH_WITHOUT are for tests: they need MESH_FAULTS=on');
    return undefined;
  }
  return {
    rules: told(e, () => parseFaultRules(rules ?? '', points)) ?? [],
    seed,
    without: new Set(told(e, () => parseProtections(without ?? '', protections))),
  };
}

function told<T>(e: Environment, parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    e.problems.push((error as Error).message);
    return undefined;
  }
}

function parseProtections<Protection extends string>(
  text: string,
  known: readonly Protection[],
): Protection[] {
  const names = text.split(',').filter((name) => name !== '');
  return names.map((name) => {
    const found = known.find((each) => each === name);
    if (found) return found;
    throw new Error(`MESH_WITHOUT: there is no "${name}" here; there are ${known.join(', ')}`);
  });
}
