// What becomes of the policy that a process knows and the one that the store holds, after the store
// lost its contents: a restart may have begun anew what others still know, and several who know
// put back what they have. Nothing that anybody knows is lost; what was deleted stays so unless
// nobody can tell.
import { KEYS_MAX, type StoredCaller } from './caller.ts';
import type { Policy } from './policy.ts';
import type { BeginGeneration } from './revision.ts';

export type Reconciled =
  /** The store's holds all that is known. */
  | { kind: 'stored' }
  /** This one holds both, and is to be written over the store's. */
  | { kind: 'write'; policy: Policy };

/** Of more generations nobody remembers that they are part of a policy. */
const INCLUDED_MAX = 16;

/** `stored` is undefined when the store holds nothing; `known` when this process knows nothing. */
export function reconcilePolicies(
  known: Policy | undefined,
  stored: Policy | undefined,
  begin: BeginGeneration,
): Reconciled {
  if (!known || known.revision === 0) return { kind: 'stored' };
  if (!stored) return { kind: 'write', policy: inNewGeneration(known, begin) };
  if (includes(stored, known)) return { kind: 'stored' };
  if (includes(known, stored)) return { kind: 'write', policy: inNewGeneration(known, begin) };
  if (known.revision >= stored.revision) {
    return { kind: 'write', policy: inNewGeneration(union(known, stored), begin) };
  }
  const both = union(stored, known);
  if (!adds(both, stored)) return { kind: 'stored' };
  return { kind: 'write', policy: { ...both, revision: stored.revision + 1 } };
}

/** Whether everything of the one was known when the other was made. */
function includes(policy: Policy, other: Policy): boolean {
  if (policy.generationId === other.generationId) return policy.revision >= other.revision;
  return (policy.included[other.generationId] ?? -1) >= other.revision;
}

function inNewGeneration(policy: Policy, begin: BeginGeneration): Policy {
  const { revision, id: generationId } = begin(policy.revision);
  return { ...policy, revision, generationId, included: allIncluded(policy) };
}

/** The generations that are part of a policy made from these. */
function allIncluded(...policies: readonly Policy[]): Record<string, number> {
  const last = new Map<string, number>();
  for (const { included, generationId, revision } of policies) {
    for (const [id, reached] of [...Object.entries(included), [generationId, revision] as const]) {
      last.set(id, Math.max(reached, last.get(id) ?? 0));
    }
  }
  const newest = [...last].sort(([, one], [, other]) => other - one).slice(0, INCLUDED_MAX);
  return Object.fromEntries(newest);
}

/**
 * Both policies in one; where they differ the newer one is right. A caller keeps its keys of both.
 */
function union(newer: Policy, older: Policy): Policy {
  const rules = joined(
    { newer: newer.rules, older: older.rules },
    { keyOf: ({ ruleId }) => ruleId, join: (rule) => rule },
  );
  const callers = joined(
    { newer: newer.callers, older: older.callers },
    { keyOf: ({ name }) => name, join: withKeysOf },
  );
  const { lastRuleChanges } = newer.lastRuleChanges.length > 0 ? newer : older;
  return {
    ...{ revision: newer.revision, generationId: newer.generationId },
    ...{ included: allIncluded(newer, older), rules, callers, lastRuleChanges },
  };
}

function withKeysOf(caller: StoredCaller, older: StoredCaller): StoredCaller {
  const has = new Set(caller.keys.map(({ sha256 }) => sha256));
  const added = older.keys.filter(({ sha256 }) => !has.has(sha256));
  return { ...caller, keys: [...caller.keys, ...added].slice(0, KEYS_MAX) };
}

function joined<T>(
  { newer, older }: { newer: readonly T[]; older: readonly T[] },
  { keyOf, join }: { keyOf: (item: T) => string; join: (newer: T, older: T) => T },
): T[] {
  const items = new Map(older.map((item) => [keyOf(item), item]));
  for (const item of newer) {
    const other = items.get(keyOf(item));
    items.set(keyOf(item), other === undefined ? item : join(item, other));
  }
  return [...items.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function adds(both: Policy, stored: Policy): boolean {
  const keysOf = ({ callers }: Policy): number =>
    callers.reduce((sum, { keys }) => sum + keys.length, 0);
  return (
    both.rules.length > stored.rules.length ||
    both.callers.length > stored.callers.length ||
    keysOf(both) > keysOf(stored)
  );
}
