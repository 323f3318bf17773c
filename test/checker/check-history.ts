// Finds what a history proves to be wrong. It accuses only what no order of the calls explains:
// where calls overlap, or outcomes are unknown, the doubt is in favour of the system.
//
// Every rule sorts and searches, so that a history of 100,000 calls takes seconds. Members are
// linearizable one by one: versions give their order, so no search through interleavings is needed.
import { findWrongHolders } from './accounts.ts';
import { type History, RULES, type Violation } from './history.ts';
import { findWrongMembers } from './identities.ts';
import { findBrokenLineages } from './lineage.ts';
import { findNotReadBack } from './read-back.ts';
import { findStaleReads } from './recency.ts';
import { lineagesOf, sightingsOf } from './sightings.ts';
import { writesOf } from './writes.ts';

/** What is wrong, in the order of RULES; empty when nothing is proven. */
export function checkHistory({ calls, quietMs = Infinity }: History): Violation[] {
  const writes = writesOf(calls);
  const sightings = sightingsOf(calls, writes);
  const lineages = lineagesOf(sightings);
  const violations = [
    ...findStaleReads(calls, sightings, quietMs),
    ...findBrokenLineages(lineages, writes),
    ...findWrongMembers(calls),
    ...findWrongHolders({ calls, sightings, lineages, writes }),
    ...findNotReadBack(sightings, writes, quietMs),
  ];
  return violations.sort((one, other) => RULES.indexOf(one.rule) - RULES.indexOf(other.rule));
}
