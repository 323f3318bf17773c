// Requests of the reading services, parsed at the door.
import {
  type Account,
  type AccountRef__Output,
  ACCOUNTS_MAX,
  type BatchReadRequest__Output,
  type FieldViolation,
  LEVEL_MAX,
  MEMBER_IDS_MAX,
  type MemberId,
  msOf,
  OWNERSHIP_IDS_MAX,
  PAGE_SIZE_DEFAULT,
  PAGE_SIZE_MAX,
  PAGE_TOKEN_LENGTH_MAX,
  parseAccount,
  parseMemberId,
  type SearchMembersRequest__Output,
  violationsOfAccount,
  violationsOfBytes,
  violationsOfEnum,
  violationsOfMemberId,
  violationsOfNumber,
  violationsOfTimestamp,
  violationsOfVersion,
} from '@member-mesh/contracts';
import { invalidArgument, MeshError, type ServerCall } from '@member-mesh/rpc';

import type { ReadContext, TrafficClass, Wanted } from '../app/answers.ts';
import type { MemberWish } from '../app/read-members.ts';
import type { SearchRequest } from '../app/search-members.ts';
import {
  decodePageToken,
  parseOrder,
  type Place,
  type SearchFilters,
  type SearchOrder,
} from '../domain/search-query.ts';

const BATCH_ITEMS_MAX = 1_000;

const CLASSES: Readonly<Record<string, TrafficClass>> = {
  READ_CLASS_ORDER: 'order',
  READ_CLASS_MARKETING: 'marketing',
  READ_CLASS_OPS: 'ops',
};

const WANTED: Readonly<Record<string, Wanted>> = {
  CONSISTENCY_UNSPECIFIED: 'exact',
  CONSISTENCY_AUTHORITATIVE: 'authoritative',
  CONSISTENCY_AVAILABLE: 'available',
};

/** The class that the gateway found for its caller. */
export function classOf(call: ServerCall): TrafficClass {
  const told = call.header('x-mesh-class');
  if (told === 'order' || told === 'marketing' || told === 'ops') return told;
  throw invalidArgument([
    { field: 'x-mesh-class', description: 'must be order, marketing or ops (metadata)' },
  ]);
}

export function contextOf(trafficClass: TrafficClass, consistency: string | number): ReadContext {
  const wanted = WANTED[consistency];
  if (wanted) return { trafficClass, wanted };
  throw invalidArgument([{ field: 'consistency', description: 'must be a known value' }]);
}

export function parseBatch(request: BatchReadRequest__Output): {
  wishes: MemberWish[];
  context: ReadContext;
} {
  const { items, readClass, consistency } = request;
  const trafficClass = CLASSES[readClass];
  const violations: FieldViolation[] = [];
  if (!trafficClass) violations.push({ field: 'read_class', description: 'must be given' });
  if (!(consistency in WANTED)) {
    violations.push({ field: 'consistency', description: 'must be a known value' });
  }
  if (items.length > BATCH_ITEMS_MAX) {
    violations.push({ field: 'items', description: `must be at most ${BATCH_ITEMS_MAX}` });
    throw invalidArgument(violations);
  }
  const wishes = items.flatMap((item, at): MemberWish[] => {
    const memberId = item.memberId === undefined ? undefined : parseMemberId(item.memberId);
    if (item.minVersion !== 0) {
      violations.push(...violationsOfVersion(item.minVersion, `items[${at}].min_version`));
    }
    if (memberId) return [{ by: 'id', memberId, minVersion: item.minVersion }];
    const account = item.account ? parseAccount(item.account) : undefined;
    if (account) return [{ by: 'account', account }];
    const description = 'must be a member id or an account';
    violations.push({ field: `items[${at}]`, description });
    return [];
  });
  refuse(violations);
  return { wishes, context: contextOf(trafficClass ?? 'ops', consistency) };
}

export function parseMemberIds(
  ids: readonly string[],
  field: string,
  max = MEMBER_IDS_MAX,
): MemberId[] {
  refuseTooMany(ids.length, field, max);
  refuse(ids.flatMap((id, at) => violationsOfMemberId(id, `${field}[${at}]`)));
  return ids.flatMap((id) => parseMemberId(id) ?? []);
}

export function parseOwnershipIds(ids: readonly string[]): MemberId[] {
  return parseMemberIds(ids, 'member_ids', OWNERSHIP_IDS_MAX);
}

/** Which member, at least how new. */
export function parseMemberWish(id: string, minVersion: number): MemberId {
  refuse([
    ...violationsOfMemberId(id, 'member_id'),
    ...violationsOfVersion(minVersion, 'min_version'),
  ]);
  return parseMemberId(id) as MemberId;
}

export function parseOneMemberId(id: string): MemberId {
  refuse(violationsOfMemberId(id, 'member_id'));
  return parseMemberId(id) as MemberId;
}

export function parseAccounts(refs: readonly AccountRef__Output[]): Account[] {
  refuseTooMany(refs.length, 'accounts', ACCOUNTS_MAX);
  refuse(refs.flatMap((ref, at) => violationsOfAccount(ref, `accounts[${at}]`)));
  return refs.flatMap((ref) => parseAccount(ref) ?? []);
}

export function parseOneAccount(ref: AccountRef__Output | null): Account {
  refuse(violationsOfAccount(ref, 'account'));
  return parseAccount(ref) as Account;
}

export function parseSearch(
  request: SearchMembersRequest__Output,
  trafficClass: TrafficClass,
): SearchRequest {
  const filters = filtersOf(request);
  const order = parseOrder(request.orderBy);
  const { pageSize, pageToken, levelMin } = request;
  const violations = [
    ...violationsOfEnum(request.status, 'status'),
    ...violationsOfTimestamp(request.createdAfter, 'created_after'),
    ...violationsOfTimestamp(request.createdBefore, 'created_before'),
    ...violationsOfBytes(pageToken, 'page_token', PAGE_TOKEN_LENGTH_MAX),
    ...violationsOfNumber(pageSize, 'page_size', { min: 0, max: PAGE_SIZE_MAX }),
    ...violationsOfNumber(levelMin, 'level_min', { min: 0, max: LEVEL_MAX }),
  ];
  if (Object.keys(filters).length === 0) {
    violations.push({ field: 'phone', description: 'must be given, or another filter' });
  }
  if (!order) violations.push({ field: 'order_by', description: 'is not an order' });
  refuse(violations);
  const known = order ?? { field: 'member_id', descending: false };
  return {
    ...{ filters, order: known, trafficClass },
    pageSize: pageSize === 0 ? PAGE_SIZE_DEFAULT : pageSize,
    after: pageToken === '' ? undefined : placeIn(pageToken, { filters, order: known }),
  };
}

function placeIn(token: string, query: { filters: SearchFilters; order: SearchOrder }): Place {
  const decoded = decodePageToken(query, token);
  if (typeof decoded === 'object') return decoded.place;
  const description =
    decoded === 'malformed'
      ? 'is not the next_page_token of an answer'
      : 'belongs to a search with other filters or another order';
  throw new MeshError({
    kind: 'INVALID_ARGUMENT',
    reason: 'PAGE_TOKEN_MISMATCH',
    message: `page_token ${description}; begin again without it`,
    violations: [{ field: 'page_token', description }],
  });
}

function filtersOf(request: SearchMembersRequest__Output): SearchFilters {
  const { phone, email, status, homeChannel, platform, levelMin } = request;
  const createdAfterMs = msOf(request.createdAfter);
  const createdBeforeMs = msOf(request.createdBefore);
  return {
    ...(phone === '' ? {} : { phone }),
    ...(email === '' ? {} : { email }),
    ...(status === 'MEMBER_STATUS_UNSPECIFIED' ? {} : { status: String(status) }),
    ...(homeChannel === '' ? {} : { homeChannel }),
    ...(platform === '' ? {} : { platform }),
    ...(levelMin === 0 ? {} : { levelMin }),
    ...(createdAfterMs === undefined ? {} : { createdAfterMs: Math.ceil(createdAfterMs) }),
    ...(createdBeforeMs === undefined ? {} : { createdBeforeMs: Math.ceil(createdBeforeMs) }),
  };
}

function refuseTooMany(count: number, field: string, max: number): void {
  if (count > max) refuse([{ field, description: `must be at most ${max}` }]);
}

function refuse(violations: readonly FieldViolation[]): void {
  if (violations.length > 0) throw invalidArgument(violations);
}
