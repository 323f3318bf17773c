// No read is older than what was acknowledged, or read, before it began.
import type { Call, Rule, Violation } from './history.ts';
import type { Floors } from './floors.ts';
import { floorsOf } from './floors.ts';
import type { Sighting } from './sightings.ts';

export function findStaleReads(
  calls: readonly Call[],
  sightings: readonly Sighting[],
  quietMs: number,
): Violation[] {
  const acknowledged = floorsOf(sightings.filter(({ acknowledges }) => acknowledges));
  const seen = floorsOf(sightings);
  const told = [...sightings.filter(({ current }) => current).map(tellingOf), ...absences(calls)];
  return told.flatMap((each): Violation[] => {
    const { call, version } = each;
    const isLast = call.startMs >= quietMs;
    const stale: Rule = isLast ? 'lost-write' : 'stale-read';
    const shrinking: Rule = isLast || version === 0 ? stale : 'shrinking-version';
    return older(each, acknowledged, stale) ?? older(each, seen, shrinking) ?? [];
  });
}

/** What one call says of one member; version 0 says that there is none. */
interface Telling {
  call: Call;
  memberId: string;
  version: number;
}

function tellingOf({ call, member: { memberId, version } }: Sighting): Telling {
  return { call, memberId, version };
}

function absences(calls: readonly Call[]): Telling[] {
  return calls.flatMap((call): Telling[] => {
    const { operation, outcome } = call;
    if (call.admitsStaleness) return [];
    const absent = (memberId: string): Telling => ({ call, memberId, version: 0 });
    if (outcome.kind === 'members') return outcome.notFound.map(absent);
    const isAbsent = outcome.kind === 'nobody' && operation.kind === 'get';
    return isAbsent ? [absent(operation.memberId)] : [];
  });
}

function older(
  { call, memberId, version }: Telling,
  floors: Floors,
  rule: Rule,
): Violation[] | undefined {
  const floor = floors.before(memberId, call.startMs);
  if (!floor || floor.version <= version) return undefined;
  const shown = version === 0 ? 'is not there' : `is read at ${version}`;
  const what = `${memberId} ${shown} after ${floor.version} was known`;
  return [{ rule, what, calls: [floor.call, call] }];
}
