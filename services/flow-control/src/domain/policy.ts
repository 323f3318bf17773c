// The policy: rules and callers as one document with one revision, so that a change is either
// wholly seen or not at all, whatever process made it.
import type { StoredRule } from '@member-mesh/flow-policy';

import type { StoredCaller } from './caller.ts';

export interface RuleChange {
  revision: number;
  changeMs: number;
  changedBy: string;
  before?: StoredRule;
  after?: StoredRule;
}

export interface Policy {
  /** Grows by one with each change (see revision.ts); 0 while nobody has ever changed anything. */
  revision: number;
  /** Tells generations apart that two processes began in the same second (see revision.ts). */
  generationId: string;
  /** What is part of this policy: the last revision of each earlier generation, by its id. */
  included: Readonly<Record<string, number>>;
  /** Ordered by id. */
  rules: readonly StoredRule[];
  /** Ordered by name. */
  callers: readonly StoredCaller[];
  /**
   * The newest changes of rules, all of one revision, by rule. They travel with the document until
   * the next ones, so that no crash can separate a change from its history.
   */
  lastRuleChanges: readonly RuleChange[];
}

export const EMPTY_POLICY: Policy = {
  ...{ revision: 0, generationId: '', included: {} },
  ...{ rules: [], callers: [], lastRuleChanges: [] },
};

export const RULES_MAX = 1_000;
export const CALLERS_MAX = 1_000;

export function ruleOf(policy: Policy, ruleId: string): StoredRule | undefined {
  return policy.rules.find((rule) => rule.ruleId === ruleId);
}

/** The rule that a change is about. */
export function changedRuleId({ before, after }: Pick<RuleChange, 'before' | 'after'>): string {
  return (after ?? before)?.ruleId ?? '';
}

export function callerOf(policy: Policy, name: string): StoredCaller | undefined {
  return policy.callers.find((caller) => caller.name === name);
}

/** `items` with `item` in the place of the one with the same key, in order of the keys. */
export function withItem<T>(items: readonly T[], item: T, keyOf: (item: T) => string): T[] {
  const rest = items.filter((other) => keyOf(other) !== keyOf(item));
  return [...rest, item].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
