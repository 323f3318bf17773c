// How long to wait, told so that waiting exactly that long is long enough.

/**
 * The span to wait from `askedMs`: added to it, it reaches the instant in spite of rounding.
 * Undefined for an instant that nobody knows.
 */
export function retryAfterMs(atMs: number, askedMs: number): number | undefined {
  if (atMs === Infinity) return undefined;
  let spanMs = atMs - askedMs;
  while (askedMs + spanMs < atMs) spanMs += atMs * Number.EPSILON;
  return spanMs;
}
