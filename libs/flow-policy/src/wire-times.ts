// Durations and timestamps of requests. A malformed one becomes a violation; an unset one stays
// unset.
import { msOf, type Violations } from '@member-mesh/contracts';

interface WireTime {
  seconds: number;
  nanos: number;
}

// The range of google.protobuf.Timestamp: the years 1 to 9999.
const SECONDS_MAX = 253_402_300_799;

/** `{ [name]: ms }`, or nothing when the field is unset. */
export function timeField<N extends string>(
  name: N,
  time: WireTime | null | undefined,
  { violations, field }: { violations: Violations; field: string },
): { [K in N]?: number } {
  if (!time) return {};
  const { seconds, nanos } = time;
  const opposed = seconds * nanos < 0;
  if (opposed || Math.abs(nanos) > 999_999_999 || Math.abs(seconds) > SECONDS_MAX) {
    violations.add(field, 'is malformed');
    return {};
  }
  return { [name]: msOf(time) } as { [K in N]?: number };
}
