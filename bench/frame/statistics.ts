// Medians and spreads: of a few rounds on a machine that also does other things, a mean says more
// about the worst disturbance than about what was measured.

/** The value below which `share` of the values lie, between neighbours in proportion. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('a quantile of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? 0;
  return below + (above - below) * (place - Math.floor(place));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The width of the middle half of the values, as a share of their median. */
export function spread(values: readonly number[]): number {
  const middle = median(values);
  if (middle === 0) return 0;
  return (quantile(values, 0.75) - quantile(values, 0.25)) / Math.abs(middle);
}

export type Better = 'lower' | 'higher';

/** How many times better `ours` is than `other`. */
export function ratioOf(ours: number, other: number, better: Better): number {
  return better === 'lower' ? other / ours : ours / other;
}
