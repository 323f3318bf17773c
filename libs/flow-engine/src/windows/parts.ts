// Amounts that come with time are fractions without end, and a sum of such never quite meets a
// limit: what is a billionth above it would have to wait for a whole window. They are rounded down
// to parts whose sums are exact below 2^32.

export const PART = 2 ** -20;

/** For amounts that come with time. */
export function wholeParts(amount: number): number {
  return Math.floor(amount / PART) * PART;
}

/** For amounts that have to come back in whole parts, so that they come back wholly. */
export function wholePartsUp(amount: number): number {
  return Math.ceil(amount / PART) * PART;
}
