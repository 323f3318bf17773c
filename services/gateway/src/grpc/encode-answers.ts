// Answers put together from bytes: an encoded member goes into its answer as it came from the
// cache, and nobody on the way decodes it. The layouts are those of member_query_service.proto.
import {
  type Codec,
  durationOf,
  type ReadInfo,
  type ReadInfo__Output,
} from '@member-mesh/contracts';

import type { ReadOrigin } from '../domain/read.ts';

export type ReadInfoCodec = Codec<ReadInfo, ReadInfo__Output>;

/** One entry of BatchLookupAccountsResponse. */
export interface EncodedAccountMember {
  platform: string;
  accountId: string;
  member: Buffer | undefined;
  quarantined: boolean;
}

const LENGTH_DELIMITED = 2;
const VARINT_CONTINUES = 0x80;

/** GetMemberResponse and LookupAccountResponse: { member = 1, read = 2 }. */
export function encodeMemberAnswer(
  codec: ReadInfoCodec,
  member: Buffer,
  origin: ReadOrigin,
): Buffer {
  const read = encodeReadInfo(codec, origin);
  return Buffer.concat([header(1, member.length), member, header(2, read.length), read]);
}

/** BatchGetMembersResponse: { members = 1, not_found = 2, read = 3 }. */
export function encodeMembersAnswer(
  codec: ReadInfoCodec,
  { members, notFound }: { members: readonly Buffer[]; notFound: readonly string[] },
  origin: ReadOrigin,
): Buffer {
  const parts: Buffer[] = [];
  for (const member of members) parts.push(header(1, member.length), member);
  for (const memberId of notFound) pushField(parts, 2, Buffer.from(memberId));
  pushField(parts, 3, encodeReadInfo(codec, origin));
  return Buffer.concat(parts);
}

/** BatchLookupAccountsResponse: { results = 1, read = 2 }. */
export function encodeAccountsAnswer(
  codec: ReadInfoCodec,
  results: readonly EncodedAccountMember[],
  origin: ReadOrigin,
): Buffer {
  const parts: Buffer[] = [];
  for (const result of results) pushField(parts, 1, encodeAccountMember(result));
  pushField(parts, 2, encodeReadInfo(codec, origin));
  return Buffer.concat(parts);
}

/** AccountMember: { account = 1, member = 2, quarantined = 3 }. */
function encodeAccountMember(result: EncodedAccountMember): Buffer {
  const account: Buffer[] = [];
  pushField(account, 1, Buffer.from(result.platform));
  pushField(account, 2, Buffer.from(result.accountId));
  const parts: Buffer[] = [];
  pushField(parts, 1, Buffer.concat(account));
  if (result.member) pushField(parts, 2, result.member);
  if (result.quarantined) parts.push(Buffer.from([3 << 3, 1]));
  return Buffer.concat(parts);
}

function encodeReadInfo(codec: ReadInfoCodec, { source, stalenessBoundMs }: ReadOrigin): Buffer {
  if (stalenessBoundMs === undefined) return codec.encode({ source });
  return codec.encode({ source, stalenessBound: durationOf(stalenessBoundMs) });
}

function pushField(parts: Buffer[], field: number, bytes: Buffer): void {
  parts.push(header(field, bytes.length), bytes);
}

/** Tag and length of a length-delimited field below 16. */
function header(field: number, length: number): Buffer {
  const bytes = [(field << 3) | LENGTH_DELIMITED];
  let rest = length;
  while (rest >= VARINT_CONTINUES) {
    bytes.push((rest % VARINT_CONTINUES) | VARINT_CONTINUES);
    rest = Math.floor(rest / VARINT_CONTINUES);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
