// What a search asks for, in the words of this service.
import { createHash } from 'node:crypto';

export const SORT_FIELDS = ['member_id', 'create_time', 'update_time', 'level'] as const;
export type SortField = (typeof SORT_FIELDS)[number];

export interface SearchFilters {
  phone?: string;
  email?: string;
  status?: string;
  homeChannel?: string;
  platform?: string;
  levelMin?: number;
  /** From here on, milliseconds since 1970. */
  createdAfterMs?: number;
  /** Up to but not including. */
  createdBeforeMs?: number;
}

export interface SearchOrder {
  field: SortField;
  descending: boolean;
}

/** Where a page begins: after this place in the order. Numbers may pass 2^53. */
export interface Place {
  value: bigint;
  memberNo: bigint;
}

/** "create_time desc" and so on; undefined when it is none. */
export function parseOrder(text: string): SearchOrder | undefined {
  const [name = 'member_id', direction, ...rest] =
    text.trim() === '' ? [] : text.trim().split(/ +/);
  const field = SORT_FIELDS.find((each) => each === name);
  const known = direction === undefined || direction === 'desc' || direction === 'asc';
  if (!field || !known || rest.length > 0) return undefined;
  return { field, descending: direction === 'desc' };
}

/** Ties are broken by member id, in the same direction. */
export function compareInOrder({ descending }: SearchOrder): (a: Place, b: Place) => number {
  const sign = descending ? -1 : 1;
  return (a, b) => {
    if (a.value !== b.value) return a.value < b.value ? -sign : sign;
    if (a.memberNo === b.memberNo) return 0;
    return a.memberNo < b.memberNo ? -sign : sign;
  };
}

/** Opaque to callers; says which search it continues. */
export function encodePageToken(
  query: { filters: SearchFilters; order: SearchOrder },
  place: Place,
) {
  const parts = [fingerprint(query), String(place.value), String(place.memberNo)];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

export type PageToken = { place: Place } | 'malformed' | 'another-search';

export function decodePageToken(
  query: { filters: SearchFilters; order: SearchOrder },
  token: string,
): PageToken {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    return 'malformed';
  }
  if (!Array.isArray(parts) || parts.length !== 3) return 'malformed';
  const [print, value, memberNo] = parts.map(String);
  if (!/^-?\d{1,19}$/.test(value ?? '') || !/^\d{1,19}$/.test(memberNo ?? '')) return 'malformed';
  if (print !== fingerprint(query)) return 'another-search';
  return { place: { value: BigInt(value ?? 0), memberNo: BigInt(memberNo ?? 0) } };
}

function fingerprint({ filters, order }: { filters: SearchFilters; order: SearchOrder }): string {
  const pairs = Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([order.field, order.descending, pairs]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
