// The rules as they were at an earlier revision: every change since then is undone, newest first,
// and what comes out is put in place like any other set.
import { chunk } from '@member-mesh/kernel';

import { type Author, replaceRules, type RuleSetOutcome } from '../domain/change-rules.ts';
import type { Policy, RuleChange } from '../domain/policy.ts';
import { type Decision, refused } from '../domain/refusal.ts';
import type { MethodCatalogue } from '../domain/resource.ts';
import { rulesBefore } from '../domain/undo-changes.ts';
import type { PolicyStore } from './policy-store.ts';
import { historyOf } from './rule-history.ts';

const READS_AT_ONCE = 200;

export interface RollBack {
  revision: number;
  /** As in ReplaceRules. */
  etag: string;
  catalogue: MethodCatalogue;
}

/** @throws PolicyStoreUnavailable */
export async function rollBackRules(
  { policy, store }: { policy: Policy; store: PolicyStore },
  { revision, etag, catalogue }: RollBack,
  author: Author,
): Promise<Decision<RuleSetOutcome>> {
  const history = await historyOf(policy, store);
  const oldest = history.at(-1)?.revision;
  const notKept = refused({ kind: 'revision-not-kept', revision, oldest, newest: policy.revision });
  if (oldest === undefined || revision < oldest || revision > policy.revision) return notKept;
  const since = history.filter((entry) => entry.revision > revision);
  const changes: (RuleChange | undefined)[] = [];
  for (const some of chunk(since, READS_AT_ONCE)) {
    changes.push(...(await Promise.all(some.map(({ read }) => read()))));
  }
  const rules = rulesBefore(policy.rules, changes, revision);
  if (!rules) return notKept;
  const asked = rules.map((rule) => ({ ...rule, etag: '' }));
  return replaceRules(policy, { rules: asked, etag, catalogue }, author);
}
