// Where a history shows members: in the answers of reads and of writes.
import type { Call, MemberView } from './history.ts';
import { isFirstOf, isWriteCall, type Write } from './writes.ts';

export interface Sighting {
  call: Call;
  member: MemberView;
  /** Whether the member was like that at some moment between start and end of the call. */
  current: boolean;
  acknowledges: boolean;
}

/** One version of a member with everybody who saw it. */
export interface SeenVersion {
  version: number;
  member: MemberView;
  sightings: readonly Sighting[];
  /** The member had this version, or had had it already, by then. */
  firstEndMs: number;
  /** The member had not yet left this version then; -Infinity when nothing says so. */
  lastStartMs: number;
}

export function sightingsOf(calls: readonly Call[], writes: readonly Write[]): Sighting[] {
  const repeats = new Set(
    writes.flatMap((write) => write.calls.filter((call) => !isFirstOf(write, call))),
  );
  return calls.flatMap((call): Sighting[] => {
    const { outcome } = call;
    const acknowledges = isWriteCall(call);
    const current = !repeats.has(call) && call.admitsStaleness !== true;
    const sighting = (member: MemberView): Sighting => ({ call, member, current, acknowledges });
    if (outcome.kind === 'member') return [sighting(outcome.member)];
    return outcome.kind === 'members' ? outcome.members.map(sighting) : [];
  });
}

/** Of each member, its versions in ascending order. */
export function lineagesOf(sightings: readonly Sighting[]): Map<string, SeenVersion[]> {
  const lineages = new Map<string, SeenVersion[]>();
  for (const [memberId, seen] of Map.groupBy(sightings, ({ member }) => member.memberId)) {
    const byVersion = Map.groupBy(seen, ({ member }) => member.version);
    const versions = [...byVersion].map(([version, each]) => versionOf(version, each));
    lineages.set(
      memberId,
      versions.sort((one, other) => one.version - other.version),
    );
  }
  return lineages;
}

function versionOf(version: number, seen: readonly Sighting[]): SeenVersion {
  const sightings = [...seen].sort((one, other) => one.call.endMs - other.call.endMs);
  const [first] = sightings;
  if (!first) throw new Error('a version that nobody saw');
  let lastStartMs = -Infinity;
  for (const { call, current } of sightings) {
    if (current) lastStartMs = Math.max(lastStartMs, call.startMs);
  }
  const { member, call } = first;
  return { version, member, sightings, firstEndMs: call.endMs, lastStartMs };
}
