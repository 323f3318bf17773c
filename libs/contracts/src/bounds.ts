// Bounds that fields of many requests share. Each check says what is wrong with one field, or
// nothing; `field` is its path in the request.
import type { FieldViolation } from './fields.ts';

export const PAGE_TOKEN_LENGTH_MAX = 1_024;
export const UPDATE_PATHS_MAX = 6;

// The range of google.protobuf.Timestamp: the years 1 to 9999.
const TIMESTAMP_SECONDS_MIN = -62_135_596_800;
const TIMESTAMP_SECONDS_MAX = 253_402_300_799;
const NANOS_MAX = 999_999_999;

export function violationsOfVersion(version: number, field: string): FieldViolation[] {
  if (Number.isSafeInteger(version) && version >= 0) return [];
  return [{ field, description: 'must be 0 to 2^53 - 1' }];
}

/** An enum value that this release does not know arrives as a number. */
export function violationsOfEnum(value: string | number, field: string): FieldViolation[] {
  if (typeof value === 'string') return [];
  return [{ field, description: `has the value ${value}, which is not known here` }];
}

export function violationsOfNumber(
  value: number,
  field: string,
  { min, max }: { min: number; max: number },
): FieldViolation[] {
  if (value >= min && value <= max) return [];
  return [{ field, description: `must be ${min} to ${max}` }];
}

export function violationsOfBytes(text: string, field: string, bytesMax: number): FieldViolation[] {
  if (Buffer.byteLength(text) <= bytesMax) return [];
  return [{ field, description: `must be at most ${bytesMax} bytes` }];
}

export function violationsOfTimestamp(
  time: { seconds: number; nanos: number } | null,
  field: string,
): FieldViolation[] {
  if (!time) return [];
  const { seconds, nanos } = time;
  const inYears = seconds >= TIMESTAMP_SECONDS_MIN && seconds <= TIMESTAMP_SECONDS_MAX;
  if (inYears && nanos >= 0 && nanos <= NANOS_MAX) return [];
  return [{ field, description: 'must be a time of the years 1 to 9999' }];
}

/** A repeated field: its size, then each of its items. */
export function violationsOfEach<T>(
  items: readonly T[],
  { field, max }: { field: string; max: number },
  check: (item: T, field: string) => FieldViolation[],
): FieldViolation[] {
  if (items.length > max) return [{ field, description: `must be at most ${max}` }];
  return items.flatMap((item, index) => check(item, `${field}[${index}]`));
}
