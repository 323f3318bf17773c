// What is kept of the history of rules: the newest changes in the policy, the others in the
// archive.
import type { Policy, RuleChange } from '../domain/policy.ts';
import { type ChangeEntry, entryOf, inHistoryOrder, type PolicyStore } from './policy-store.ts';

export interface KeptChange extends ChangeEntry {
  /** Undefined when it went meanwhile. */
  read: () => Promise<RuleChange | undefined>;
}

/** Newest first. */
export async function historyOf(policy: Policy, store: PolicyStore): Promise<KeptChange[]> {
  const { lastRuleChanges } = policy;
  const newest = lastRuleChanges[0]?.revision;
  const archived = await store.archived();
  return [
    ...lastRuleChanges.map((change) => ({
      ...entryOf(change),
      read: () => Promise.resolve(change),
    })),
    // A change may be in the archive already while it still is one of the policy's newest.
    ...archived
      .filter(({ revision }) => revision !== newest)
      .map((entry) => ({ ...entry, read: () => store.readArchived(entry) })),
  ].sort(inHistoryOrder);
}
