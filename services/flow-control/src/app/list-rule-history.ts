// Who changed which rule and when. The newest change is still part of the policy; the ones before
// it are in the archive.
import type { RuleChange } from '../domain/policy.ts';
import type { PolicyFeed } from './policy-feed.ts';
import type { ChangeEntry, PolicyStore } from './policy-store.ts';

export interface HistoryQuery {
  /** Empty for all rules. */
  ruleId: string;
  pageSize: number;
  /** Only changes of lesser revisions; undefined for the first page. */
  beforeRevision: number | undefined;
}

export interface HistoryPage {
  /** Newest first. */
  changes: RuleChange[];
  /** The revision to go on before; undefined on the last page. */
  nextBeforeRevision: number | undefined;
}

export async function listRuleHistory(
  { feed, store }: { feed: PolicyFeed; store: PolicyStore },
  query: HistoryQuery,
  signal: AbortSignal,
): Promise<HistoryPage> {
  const stored = await feed.refresh(signal);
  const newest = stored?.policy.lastRuleChange;
  const archived = await store.archived();
  const entries = [...(newest ? [entryOf(newest)] : []), ...archived].filter(
    isAsked(query, newest),
  );
  const page = entries.slice(0, query.pageSize);
  const read = (entry: ChangeEntry): Promise<RuleChange | undefined> =>
    entry.revision === newest?.revision ? Promise.resolve(newest) : store.readArchived(entry);
  const changes = (await Promise.all(page.map(read))).filter((change) => change !== undefined);
  const more = entries.length > page.length;
  return { changes, nextBeforeRevision: more ? page.at(-1)?.revision : undefined };
}

function isAsked(
  { ruleId, beforeRevision }: HistoryQuery,
  newest: RuleChange | undefined,
): (entry: ChangeEntry, index: number) => boolean {
  return (entry, index) => {
    // A change may be in the archive already while it still is the policy's newest.
    if (index > 0 && entry.revision === newest?.revision) return false;
    if (beforeRevision !== undefined && entry.revision >= beforeRevision) return false;
    return ruleId === '' || entry.ruleId === ruleId;
  };
}

function entryOf(change: RuleChange): ChangeEntry {
  const ruleId = (change.after ?? change.before)?.ruleId ?? '';
  return { revision: change.revision, ruleId };
}
