// Cutting a result set of any size into slices small enough to sort here, by ranges of the sort
// field: the search engine only filters and counts.

/** Whole numbers from `from` to `to`, both included. */
export interface Range {
  from: bigint;
  to: bigint;
}

/**
 * What is left of a range in reading direction after `done` was read; undefined when nothing is.
 */
export function restOf(range: Range, done: Range, descending: boolean): Range | undefined {
  const rest = descending
    ? { from: range.from, to: done.from - 1n }
    : { from: done.to + 1n, to: range.to };
  return rest.from <= rest.to ? rest : undefined;
}

/**
 * A first guess at the part of `range`, in reading direction, that holds about `wanted` of the
 * `count` numbers in it, as if they lay evenly. At least one number wide.
 */
export function firstPart(
  range: Range,
  { count, wanted, descending }: { count: number; wanted: number; descending: boolean },
): Range {
  if (count <= wanted) return range;
  const width = range.to - range.from + 1n;
  // Scaled, since the share is no whole number and the width may pass 2^53.
  const share = BigInt(Math.max(1, Math.floor((wanted / count) * 1e9)));
  const part = (width * share) / 1_000_000_000n;
  const taken = part < 1n ? 1n : part;
  return descending
    ? { from: range.to - taken + 1n, to: range.to }
    : { from: range.from, to: range.from + taken - 1n };
}

export function isSingle({ from, to }: Range): boolean {
  return from === to;
}
