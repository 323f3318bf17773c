// Messages of the mesh as JSON for people and programs: the protos' own field names, times as ISO
// 8601, durations in seconds, bytes as base64; and the way back, for rules that are edited and
// stored again.
import { timestampOf } from '@member-mesh/contracts';

/** Maps whose keys are data and not names of fields. */
const MAPS = new Set(['attributes', 'overrides', 'metadata', 'statuses']);

/** Fields of type Duration that can be written; the wire's Timestamps all end in "_time". */
const DURATIONS = new Set([
  'warm_up',
  'queue_timeout',
  'window',
  'penalty',
  'slow_after',
  'stat_window',
  'open_for',
  'event_loop_delay_max',
  'response_time_mean_max',
  'overlap',
]);

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export function presentable(value: unknown, field = ''): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((item) => presentable(item, field));
  if (typeof value !== 'object') return typeof value === 'bigint' ? value.toString() : null;
  const time = presentTime(value, field);
  if (time !== undefined) return time;
  const keysAreData = MAPS.has(field);
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => {
    const name = keysAreData ? key : snakeCase(key);
    return [name, presentable(inner, keysAreData ? '' : name)];
  });
  return Object.fromEntries(entries);
}

function presentTime(value: object, field: string): string | undefined {
  const { seconds, nanos } = value as { seconds?: unknown; nanos?: unknown };
  const isTime = Object.keys(value).length === 2 && typeof seconds === 'number';
  if (!isTime || typeof nanos !== 'number') return undefined;
  if (!field.endsWith('_time')) return `${seconds + nanos / 1e9}s`;
  return new Date(seconds * 1000 + nanos / 1e6).toISOString();
}

/** The message that `presentable` came from. Throws an Error naming a time that is none. */
export function wireOf(value: Json, field = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => wireOf(item, field));
  if (typeof value === 'string' && DURATIONS.has(field)) return durationOfText(value, field);
  if (typeof value === 'string' && field.endsWith('_time')) return timeOfText(value, field);
  if (typeof value !== 'object' || value === null) return value;
  const keysAreData = MAPS.has(field);
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== null)
    .map(([key, inner]) => {
      const name = keysAreData ? key : snakeCase(key);
      return [keysAreData ? key : camelCase(key), wireOf(inner, keysAreData ? '' : name)];
    });
  return Object.fromEntries(entries) as unknown;
}

function timeOfText(text: string, field: string): object {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`${field} must be a time such as 2030-01-31T00:00:00Z`);
  return timestampOf(ms);
}

/** "500ms", "1.5s", "10m", "24h" or "1d", as milliseconds; undefined when it is none. */
export function parseDurationMs(text: string): number | undefined {
  const groups = /^(?<count>\d+(?:\.\d+)?)(?<unit>ms|s|m|h|d)$/.exec(text.trim())?.groups;
  if (!groups) return undefined;
  const units: Record<string, number> = { ms: 1, s: 1e3, m: 60e3, h: 3_600e3, d: 86_400e3 };
  return Number(groups['count']) * (units[groups['unit'] ?? ''] ?? Number.NaN);
}

function durationOfText(text: string, field: string): object {
  const ms = parseDurationMs(text);
  if (ms === undefined) throw new Error(`${field} must be a duration such as 500ms, 1.5s or 10m`);
  return timestampOf(ms);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
