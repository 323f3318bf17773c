// The header that carries a call's deadline. grpc-js finds its number anywhere in the text and
// computes in 32 bits, so that a deadline 50 days away has passed already.

const TIMEOUT = /^(\d{1,8})([HMSmun])$/;
const UNIT_MS: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 0.001,
  n: 0.000_001,
};

/** How long the caller waits, in milliseconds; undefined when the text says no such thing. */
export function timeoutMsOf(text: string): number | undefined {
  const [, amount, unit = ''] = TIMEOUT.exec(text) ?? [];
  const unitMs = UNIT_MS[unit];
  return amount === undefined || unitMs === undefined ? undefined : Number(amount) * unitMs;
}
