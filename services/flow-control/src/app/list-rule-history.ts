// Who changed which rule and when. The newest changes are still part of the policy; the ones before
// them are in the archive.
import { EMPTY_POLICY, type RuleChange } from '../domain/policy.ts';
import type { PolicyFeed } from './policy-feed.ts';
import { type ChangeEntry, inHistoryOrder, type PolicyStore } from './policy-store.ts';
import { historyOf } from './rule-history.ts';

export interface HistoryQuery {
  /** Empty for all rules. */
  ruleId: string;
  pageSize: number;
  /** The last entry of the page before; undefined for the first page. */
  after: ChangeEntry | undefined;
}

export interface HistoryPage {
  /** Newest first; those of one revision by rule. */
  changes: RuleChange[];
  /** The entry to go on after; undefined on the last page. */
  next: ChangeEntry | undefined;
}

export async function listRuleHistory(
  { feed, store }: { feed: PolicyFeed; store: PolicyStore },
  { ruleId, pageSize, after }: HistoryQuery,
  signal: AbortSignal,
): Promise<HistoryPage> {
  const stored = await feed.refresh(signal);
  const history = await historyOf(stored?.policy ?? EMPTY_POLICY, store);
  const entries = history.filter(
    (entry) =>
      (after === undefined || inHistoryOrder(after, entry) < 0) &&
      (ruleId === '' || entry.ruleId === ruleId),
  );
  const page = entries.slice(0, pageSize);
  const read = await Promise.all(page.map((entry) => entry.read()));
  const last = page.at(-1);
  return {
    changes: read.filter((change) => change !== undefined),
    next: last && entries.length > page.length ? last : undefined,
  };
}
