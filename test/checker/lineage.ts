// One version has one content, and each version follows from the one before by writes that were
// acknowledged with it or whose outcome nobody knows.
import type { Call, MemberView, Violation } from './history.ts';
import type { SeenVersion } from './sightings.ts';
import type { Write } from './writes.ts';

export function findBrokenLineages(
  lineages: ReadonlyMap<string, readonly SeenVersion[]>,
  writes: readonly Write[],
): Violation[] {
  const byMember = Map.groupBy(writes, memberOf);
  return [...lineages].flatMap(([memberId, versions]) => {
    const own = byMember.get(memberId) ?? [];
    return [
      ...versions.flatMap(findTwoContents),
      ...findUnexplained(versions, own),
      ...findSeenTooEarly(versions, own),
    ];
  });
}

/** Empty for a registration that nobody answered. */
function memberOf({ operation, acknowledged }: Write): string {
  return 'memberId' in operation ? operation.memberId : (acknowledged?.member.memberId ?? '');
}

function findTwoContents({ version, member, sightings }: SeenVersion): Violation[] {
  const content = contentOf(member);
  const other = sightings.find((sighting) => contentOf(sighting.member) !== content);
  if (!other) return [];
  const what = `${member.memberId} at ${version} is ${content} and ${contentOf(other.member)}`;
  return [{ rule: 'two-contents', what, calls: [first(sightings).call, other.call] }];
}

function contentOf({ displayName, closed, accounts }: MemberView): string {
  return JSON.stringify([displayName, closed, [...accounts].sort()]);
}

function findUnexplained(versions: readonly SeenVersion[], own: readonly Write[]): Violation[] {
  const acknowledged = Map.groupBy(own, (write) => write.acknowledged?.member.version ?? 0);
  const open = own.filter(({ state }) => state === 'open');
  return versions.slice(1).flatMap((later, at): Violation[] => {
    const earlier = versions[at] as SeenVersion;
    const told = acknowledged.get(later.version) ?? [];
    const unexplained = changesBetween(earlier.member, later.member).filter(
      (change) =>
        !told.some((write) => makes(write, change)) &&
        !open.some((write) => write.startMs <= later.firstEndMs && makes(write, change)),
    );
    if (unexplained.length === 0) return [];
    const { memberId } = later.member;
    const changes = unexplained.map(shownChange).join(', ');
    const what = `${memberId} from ${earlier.version} to ${later.version}: ${changes}, by no write`;
    const calls = [first(earlier.sightings).call, first(later.sightings).call];
    return [{ rule: 'unexplained-change', what, calls: byStart(calls) }];
  });
}

type Change =
  | { kind: 'name'; displayName: string }
  | { kind: 'gained' | 'lost'; account: string }
  | { kind: 'closed' | 'reopened' };

function changesBetween(earlier: MemberView, later: MemberView): Change[] {
  const { displayName } = later;
  const gained = later.accounts.filter((account) => !earlier.accounts.includes(account));
  const lost = earlier.accounts.filter((account) => !later.accounts.includes(account));
  return [
    ...(displayName === earlier.displayName ? [] : [{ kind: 'name', displayName } as const]),
    ...gained.map((account) => ({ kind: 'gained', account }) as const),
    ...lost.map((account) => ({ kind: 'lost', account }) as const),
    ...(later.closed && !earlier.closed ? [{ kind: 'closed' } as const] : []),
    ...(earlier.closed && !later.closed ? [{ kind: 'reopened' } as const] : []),
  ];
}

function makes({ operation }: Write, change: Change): boolean {
  switch (change.kind) {
    case 'name':
      return operation.kind === 'update' && operation.displayName === change.displayName;
    case 'gained':
      return operation.kind === 'bind' && operation.account === change.account;
    case 'lost':
      if (operation.kind === 'close') return true;
      return operation.kind === 'unbind' && operation.account === change.account;
    case 'closed':
      return operation.kind === 'close';
    case 'reopened':
      return false;
  }
}

function shownChange(change: Change): string {
  if (change.kind === 'name') return `named "${change.displayName}"`;
  return 'account' in change ? `${change.kind} ${change.account}` : change.kind;
}

/** An update gives a name that nobody gave before: whoever sees it sees that update. */
function findSeenTooEarly(versions: readonly SeenVersion[], own: readonly Write[]): Violation[] {
  const updates = new Map(
    own.flatMap((write) =>
      write.operation.kind === 'update' ? [[write.operation.displayName, write] as const] : [],
    ),
  );
  return versions.flatMap(({ member, sightings, firstEndMs }): Violation[] => {
    const write = updates.get(member.displayName);
    if (!write || write.startMs <= firstEndMs) return [];
    const what = `${member.memberId} is named "${member.displayName}" before it was`;
    const calls = [first(sightings).call, first(write.calls)];
    return [{ rule: 'seen-too-early', what, calls: byStart(calls) }];
  });
}

function first<T>(list: readonly T[]): T {
  return list[0] as T;
}

function byStart(calls: readonly Call[]): Call[] {
  return [...calls].sort((one, other) => one.startMs - other.startMs);
}
