// Durations as rule files have them, to the nanosecond and back: a file that is read, stored and
// written again says the same.

export interface WireDuration {
  seconds: number;
  nanos: number;
}

/** What a duration looks like, for the schema and for the reader. */
export const DURATION_PATTERN = '^(\\d{1,9})(?:\\.(\\d{1,9}))?(ms|s|m|h|d)$';
const DURATION = new RegExp(DURATION_PATTERN);
const SECOND_NANOS = 1_000_000_000n;
const UNIT_NANOS: Readonly<Record<string, bigint>> = {
  ms: 1_000_000n,
  s: SECOND_NANOS,
  m: 60n * SECOND_NANOS,
  h: 3_600n * SECOND_NANOS,
  d: 86_400n * SECOND_NANOS,
};

/** "500ms", "1.5s", "10m", "24h" or "1d"; undefined when it is none. Parts of a nanosecond go. */
export function durationOfText(text: string): WireDuration | undefined {
  const [, whole = '', part = '', unit = ''] = DURATION.exec(text) ?? [];
  const unitNanos = UNIT_NANOS[unit];
  if (unitNanos === undefined) return undefined;
  const nanos = (BigInt(whole + part) * unitNanos) / 10n ** BigInt(part.length);
  return { seconds: Number(nanos / SECOND_NANOS), nanos: Number(nanos % SECOND_NANOS) };
}

/** The shortest text that is read as exactly this. */
export function textOfDuration({ seconds, nanos }: WireDuration): string {
  if (nanos === 0) return wholeText(seconds);
  const milliseconds = nanos / 1_000_000;
  if (seconds === 0 && Number.isInteger(milliseconds)) return `${milliseconds}ms`;
  return `${seconds}.${String(nanos).padStart(9, '0').replace(/0+$/, '')}s`;
}

function wholeText(seconds: number): string {
  if (seconds === 0) return '0s';
  for (const [unit, length] of [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
  ] as const) {
    if (seconds % length === 0) return `${seconds / length}${unit}`;
  }
  return `${seconds}s`;
}
