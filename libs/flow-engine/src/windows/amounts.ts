// Costs and instants as numbers that can be added up without drifting.
//
// A running sum of floating-point costs drifts: what was added and taken away again leaves a rest,
// and after a day the rest refuses a caller. Costs are therefore rounded up to whole parts of 2^20,
// whose sums and differences are exact as long as they stay below 2^33.

const PARTS = 2 ** 20;

/** Above any threshold and burst together; such a call can never pass. */
const COST_MAX = 2 ** 32;

/** The cost as it is counted: whole numbers as they are, others up to a millionth dearer. */
export function countedCost(cost: number): number {
  if (Number.isInteger(cost)) return Math.min(cost, COST_MAX);
  return Math.min(Math.ceil(cost * PARTS) / PARTS, COST_MAX);
}

/**
 * The span from `nowMs` until `instantMs`, never short of it: added to `nowMs` it reaches the
 * instant in spite of rounding.
 */
export function spanUntil(instantMs: number, nowMs: number): number {
  let span = Math.max(0, instantMs - nowMs);
  while (nowMs + span < instantMs) span += instantMs * Number.EPSILON;
  return span;
}
