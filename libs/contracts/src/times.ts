// Times on the wire: seconds and nanoseconds there, milliseconds since 1970 here.
import type { Duration, Timestamp } from './message-types.ts';

interface WireTime {
  seconds?: number | string | { toNumber(): number };
  nanos?: number;
}

const NANOS_MAX = 999_999_999;

export function timestampOf(ms: number): Timestamp & { seconds: number; nanos: number } {
  const seconds = Math.floor(ms / 1000);
  // A part of a second that rounds to a whole one would be no time at all.
  return { seconds, nanos: Math.min(NANOS_MAX, Math.round((ms - seconds * 1000) * 1e6)) };
}

/** Durations of the mesh are never negative. */
export function durationOf(ms: number): Duration & { seconds: number; nanos: number } {
  return timestampOf(ms);
}

/** Milliseconds of a Timestamp or a Duration; undefined when it is unset. */
export function msOf(time: WireTime | null | undefined): number | undefined {
  if (!time) return undefined;
  const { seconds = 0, nanos = 0 } = time;
  const whole = typeof seconds === 'object' ? seconds.toNumber() : Number(seconds);
  return whole * 1000 + nanos / 1e6;
}
