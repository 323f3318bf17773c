// The port to whatever keeps the policy: one document changed by compare-and-set, and the history
// of rules.
import type { Policy, RuleChange } from '../domain/policy.ts';

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
  /** Puts a change into the history; the same one twice is once. The oldest beyond the bound go. */
  archive(change: RuleChange): Promise<void>;
  /** What the history holds, newest first. */
  archived(): Promise<ChangeEntry[]>;
  /** Undefined when the entry went meanwhile. */
  readArchived(entry: ChangeEntry): Promise<RuleChange | undefined>;
}
