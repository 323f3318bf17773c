// The greatest version of a member that is known to have been there at a given moment.
import type { Call } from './history.ts';
import { lastBefore } from './search.ts';
import type { Sighting } from './sightings.ts';

interface Floor {
  /** Of the call that showed it. */
  endMs: number;
  version: number;
  call: Call;
}

export class Floors {
  readonly #byMember: ReadonlyMap<string, readonly Floor[]>;

  constructor(byMember: ReadonlyMap<string, readonly Floor[]>) {
    this.#byMember = byMember;
  }

  /** What calls that had ended before the moment have shown. */
  before(memberId: string, momentMs: number): Floor | undefined {
    const floors = this.#byMember.get(memberId) ?? [];
    return floors[lastBefore(floors.length, (at) => (floors[at]?.endMs ?? 0) < momentMs)];
  }
}

export function floorsOf(sightings: readonly Sighting[]): Floors {
  const byMember = new Map<string, Floor[]>();
  for (const { call, member } of [...sightings].sort((a, b) => a.call.endMs - b.call.endMs)) {
    const { memberId, version } = member;
    const floors = byMember.get(memberId) ?? [];
    if (floors.length === 0) byMember.set(memberId, floors);
    if (version > (floors.at(-1)?.version ?? 0)) floors.push({ endMs: call.endMs, version, call });
  }
  return new Floors(byMember);
}
