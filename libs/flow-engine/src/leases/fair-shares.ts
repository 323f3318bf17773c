// Weighted max-min fairness (water-filling; Bertsekas and Gallager, Data Networks, section 6.5):
// nobody gets less so that someone who already has more per weight may get more.

export interface Claim {
  /** What is asked for. */
  wanted: number;
  /** Above 0. */
  weight: number;
}

/**
 * Splits `capacity` over the claims, in their order. What nobody wants is spread by weight on top,
 * so that who asks for more tomorrow has some today. The sum never exceeds the capacity.
 */
export function fairShares(claims: readonly Claim[], capacity: number): number[] {
  const shares = claims.map(() => 0);
  const byLevel = claims
    .map(({ wanted, weight }, index) => ({ index, weight, level: wanted / weight }))
    .sort((a, b) => a.level - b.level);
  const weights = claims.reduce((sum, { weight }) => sum + weight, 0);
  let left = Math.max(0, capacity);
  let weightLeft = weights;
  for (const { index, weight, level } of byLevel) {
    const share = Math.min(level, left / weightLeft) * weight;
    shares[index] = share;
    left = Math.max(0, left - share);
    weightLeft -= weight;
  }
  return shares.map((share, index) => share + (left * (claims[index]?.weight ?? 0)) / weights);
}
