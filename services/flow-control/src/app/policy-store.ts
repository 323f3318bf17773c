// The port to whatever keeps the policy: one document changed by compare-and-set, and the history
// of rules.
import { changedRuleId, type Policy, type RuleChange } from '../domain/policy.ts';

export interface StoredPolicy {
  policy: Policy;
  /** The store's own count of changes; what a write is compared with. */
  storeRevision: number;
}

/** Where one change of a rule lies in the history. */
export interface ChangeEntry {
  revision: number;
  ruleId: string;
}

export function entryOf(change: RuleChange): ChangeEntry {
  return { revision: change.revision, ruleId: changedRuleId(change) };
}

/** In order of the history: newest first; those of one revision by rule. */
export function inHistoryOrder(one: ChangeEntry, other: ChangeEntry): number {
  return other.revision - one.revision || (one.ruleId < other.ruleId ? -1 : 1);
}

/** The entries to forget so that at most `max` stay, the oldest revisions whole. */
export function beyondHistory(entries: readonly ChangeEntry[], max: number): ChangeEntry[] {
  const firstGone = entries[max];
  return firstGone ? entries.filter(({ revision }) => revision <= firstGone.revision) : [];
}

/** Somebody else changed the policy first. */
export class PolicyConflict extends Error {
  override name = 'PolicyConflict';
}

/** The store cannot be reached; whether a write took place is not known. */
export class PolicyStoreUnavailable extends Error {
  override name = 'PolicyStoreUnavailable';
}

/** The document would be larger than the store takes. */
export class PolicyTooLarge extends Error {
  override name = 'PolicyTooLarge';
}

/** Every method may also throw PolicyStoreUnavailable. */
export interface PolicyStore {
  /** Undefined while nothing was ever written. */
  read(signal: AbortSignal): Promise<StoredPolicy | undefined>;
  /**
   * Writes if the store still is at `expected`; undefined expects that there is nothing. Answers
   * the new store revision.
   * @throws PolicyConflict, PolicyTooLarge
   */
  write(policy: Policy, expected: number | undefined): Promise<number>;
  /** The policy now, if there is one, and after each change, until the signal aborts. */
  watch(signal: AbortSignal): AsyncIterable<StoredPolicy>;
  /**
   * Puts the changes of one revision into the history; the same ones twice are once. The oldest
   * revisions beyond the bound go, each with all of its changes.
   */
  archive(changes: readonly RuleChange[]): Promise<void>;
  /** What the history holds, newest first; those of one revision by rule. */
  archived(): Promise<ChangeEntry[]>;
  /** Undefined when the entry went meanwhile. */
  readArchived(entry: ChangeEntry): Promise<RuleChange | undefined>;
}
