// Revisions order policies, also across losses of the store: generation · 2^22 + changes. A
// generation begins whenever a policy is written into a store that has none, or over one that had
// gone back. It is taken from the clock, in seconds since 2024, so that one begun by a process that
// remembers nothing comes after whatever gateways still follow. Two processes may begin one in the
// same second: each generation has an id of its own as well, and what has another id is joined.
import type { Clock, Random } from '@member-mesh/kernel';

const CHANGES_PER_GENERATION = 2 ** 22;
const START_MS = Date.UTC(2024, 0, 1);
const MS_PER_SECOND = 1_000;

export function generationOf(revision: number): number {
  return Math.floor(revision / CHANGES_PER_GENERATION);
}

export interface Generation {
  /** The revision at which it begins. */
  revision: number;
  id: string;
}

const ID_BYTES = 8;

/** A generation that comes after the revision `after`, whatever the clock says. */
export type BeginGeneration = (after: number) => Generation;

export function generationsFrom(clock: Pick<Clock, 'nowMs'>, random: Random): BeginGeneration {
  return (after) => ({
    revision: newGeneration(clock.nowMs(), after),
    id: random.bytes(ID_BYTES).toString('hex'),
  });
}

/** The revision at which a generation begins; later than `after`, whatever the clock says. */
export function newGeneration(nowMs: number, after: number): number {
  const byClock = Math.floor((nowMs - START_MS) / MS_PER_SECOND);
  return Math.max(byClock, generationOf(after) + 1) * CHANGES_PER_GENERATION;
}
