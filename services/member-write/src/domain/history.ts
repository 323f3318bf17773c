// What governance needs to know of a change: who, what, and every value before and after.
import { accountKey } from '@member-mesh/contracts';

import type { MemberState } from './member.ts';
import { PROFILE_FIELDS } from './member-change.ts';

export type Action = 'register' | 'update' | 'bind' | 'unbind' | 'close' | 'import';

export interface HistoryEntry {
  member: MemberState;
  /** 0 for a member that is new. */
  versionBefore: number;
  caller: string;
  action: Action;
  requestId: string;
  changes: Differences;
}

/** By field: [before, after]; accounts by key: what was bound and what was unbound. */
export type Differences = Record<string, unknown>;

/** How a member came to be. */
export type FirstEntry = Pick<HistoryEntry, 'caller' | 'action' | 'requestId' | 'changes'>;

/** Whether it was by the same request with the same content, however long ago. */
export function isSameEntry(entry: FirstEntry, other: FirstEntry): boolean {
  const told = ({ caller, action, requestId, changes }: FirstEntry): string =>
    JSON.stringify([caller, action, requestId, changes]);
  return told(entry) === told(other);
}

export function differencesOf(before: MemberState | undefined, after: MemberState): Differences {
  const differences: Differences = {};
  for (const field of [...PROFILE_FIELDS, 'status'] as const) {
    const pair = [before?.[field] ?? null, after[field]];
    if (JSON.stringify(pair[0]) !== JSON.stringify(pair[1])) differences[field] = pair;
  }
  const keysBefore = keysOf(before);
  const keysAfter = keysOf(after);
  const bound = keysAfter.filter((key) => !keysBefore.includes(key));
  const unbound = keysBefore.filter((key) => !keysAfter.includes(key));
  if (bound.length > 0) differences['bound'] = bound;
  if (unbound.length > 0) differences['unbound'] = unbound;
  return differences;
}

function keysOf(member: MemberState | undefined): string[] {
  return (member?.accounts ?? []).map((binding) => accountKey(binding.account));
}
