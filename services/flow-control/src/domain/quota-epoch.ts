// Grantors of a rule come after each other, each with an epoch greater than all before, so that
// gateways can tell a newer grant from an older one. The last epoch is stored; should the store
// have lost it, the clock and what gateways say they hold still lead beyond it.
const START_MS = Date.UTC(2024, 0, 1);
const QUARTER_HOUR_MS = 900_000;

export function nextEpoch(nowMs: number, ...earlier: readonly number[]): number {
  const byClock = Math.floor((nowMs - START_MS) / QUARTER_HOUR_MS);
  return Math.max(byClock, ...earlier.map((epoch) => epoch + 1));
}
