// Revisions order policies, also across losses of the store: generation · 2^22 + changes. A
// generation begins whenever a policy is written into a store that has none, or over one that had
// gone back. It is taken from the clock, in seconds since 2024, so that one begun by a process that
// remembers nothing comes after whatever gateways still follow.
const CHANGES_PER_GENERATION = 2 ** 22;
const START_MS = Date.UTC(2024, 0, 1);
const MS_PER_SECOND = 1_000;

export function generationOf(revision: number): number {
  return Math.floor(revision / CHANGES_PER_GENERATION);
}

/** The revision at which a generation begins; later than `after`, whatever the clock says. */
export function newGeneration(nowMs: number, after: number): number {
  const byClock = Math.floor((nowMs - START_MS) / MS_PER_SECOND);
  return Math.max(byClock, generationOf(after) + 1) * CHANGES_PER_GENERATION;
}
