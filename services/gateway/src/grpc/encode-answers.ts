// Answers put together from bytes: an encoded member goes into its answer as it came from the
// cache, and nobody on the way decodes it. The layouts are those of member_query_service.proto.
import { WireWriter } from '@member-mesh/contracts';

import { type ReadOrigin, SOURCES } from '../domain/read.ts';

/** One entry of BatchLookupAccountsResponse. */
export interface EncodedAccountMember {
  platform: string;
  accountId: string;
  member: Buffer | undefined;
  quarantined: boolean;
}

/** What an entry takes beside its member, about. */
const FRAME_BYTES = 32;

/** GetMemberResponse and LookupAccountResponse: { member = 1, read = 2 }. */
export function encodeMemberAnswer(member: Buffer, origin: ReadOrigin): Buffer {
  const writer = new WireWriter(member.length + FRAME_BYTES);
  writer.bytes(1, member);
  writeReadInfo(writer, 2, origin);
  return writer.finish();
}

/** BatchGetMembersResponse: { members = 1, not_found = 2, read = 3 }. */
export function encodeMembersAnswer(
  { members, notFound }: { members: readonly Buffer[]; notFound: readonly string[] },
  origin: ReadOrigin,
): Buffer {
  const framed = (1 + members.length + notFound.length) * FRAME_BYTES;
  const size = members.reduce((sum, member) => sum + member.length, framed);
  const writer = new WireWriter(size);
  for (const member of members) writer.bytes(1, member);
  for (const memberId of notFound) writer.text(2, memberId);
  writeReadInfo(writer, 3, origin);
  return writer.finish();
}

/** BatchLookupAccountsResponse: { results = 1, read = 2 }. */
export function encodeAccountsAnswer(
  results: readonly EncodedAccountMember[],
  origin: ReadOrigin,
): Buffer {
  const framed = (1 + results.length) * FRAME_BYTES;
  const size = results.reduce((sum, { member }) => sum + (member?.length ?? 0), framed);
  const writer = new WireWriter(size);
  for (const result of results) writer.message(1, () => writeAccountMember(writer, result));
  writeReadInfo(writer, 2, origin);
  return writer.finish();
}

/** AccountMember: { account = 1, member = 2, quarantined = 3 }. */
function writeAccountMember(writer: WireWriter, result: EncodedAccountMember): void {
  writer.message(1, () => {
    writer.text(1, result.platform);
    writer.text(2, result.accountId);
  });
  if (result.member) writer.bytes(2, result.member);
  writer.number(3, result.quarantined ? 1 : 0);
}

/** ReadInfo: { source = 1, staleness_bound = 2 }. */
function writeReadInfo(writer: WireWriter, field: number, origin: ReadOrigin): void {
  writer.message(field, () => {
    writer.number(1, SOURCES.indexOf(origin.source));
    if (origin.stalenessBoundMs !== undefined) writer.duration(2, origin.stalenessBoundMs);
  });
}
