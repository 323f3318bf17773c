// What tells one version of a rule, or of the set, from another.
import { createHash } from 'node:crypto';

import type { RuleDraft, StoredRule } from '@member-mesh/flow-policy';

const HASH_DIGITS = 16;

/**
 * "<revision of the change>-<hash of the rule>": the revision makes a rule that was changed and
 * changed back another one; the hash tells whether a put changes anything.
 */
export function etagOfRule(rule: RuleDraft, revision: number): string {
  return `${revision}-${hashOf(contentOf(rule))}`;
}

/** The revision at which the rule was last changed. */
export function revisionOf({ etag }: StoredRule): number {
  return Number(etag.split('-')[0]);
}

export function saysTheSame(stored: StoredRule, rule: RuleDraft): boolean {
  return stored.etag === etagOfRule(rule, revisionOf(stored));
}

/** Of rules in order of their ids: another one after each change of any of them. */
export function etagOfSet(rules: readonly StoredRule[]): string {
  return hashOf(rules.map(({ ruleId, etag }) => `${ruleId} ${etag}\n`).join(''));
}

function contentOf({ ruleId, description, mode, enforcePercent, kind }: RuleDraft): string {
  return JSON.stringify(inOrder({ ruleId, description, mode, enforcePercent, kind }));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS);
}

/** The same value with every object's keys in order, so that equal rules have equal text. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}
