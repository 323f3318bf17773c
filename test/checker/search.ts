// Binary search over what is sorted already.

/** The last place for which the condition holds, where it holds up to some place; -1 for none. */
export function lastBefore(length: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
