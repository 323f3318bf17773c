// BatchReadResponse and the answers of MemberQueryService, put together from bytes: members stay as
// they were committed from the cache to the wire. The layouts are those of
// member_read_service.proto and member_query_service.proto.
import { WireWriter } from '@member-mesh/contracts';

import type { MemberAnswer, Origin, Source } from '../app/answers.ts';

/** Numbers of member.v1.ReadInfo.Source. */
const SOURCES: Record<Source, number> = {
  CACHE: 1,
  INDEX: 2,
  BACKUP_INDEX: 3,
  MARKETING_INDEX: 4,
  STORE: 5,
};

/** Numbers of mesh.read.v1.Outcome. */
const OUTCOMES: Record<MemberAnswer['state'], number> = {
  found: 1,
  absent: 2,
  quarantined: 3,
  'too-old': 4,
  unavailable: 5,
  exhausted: 6,
};

/** A bound that nobody knows: longer than anything can be old. */
const UNKNOWN_STALENESS_MS = 10 * 365 * 24 * 3_600_000;

function shownStalenessMs(staleMs: number): number {
  return Math.ceil(Math.min(staleMs, UNKNOWN_STALENESS_MS));
}

/** What an answer takes beside its member, about. */
const FRAME_BYTES = 32;

/** BatchReadResponse: { results = 1 }. */
export function encodeBatch(answers: readonly MemberAnswer[]): Buffer {
  let size = 0;
  for (const answer of answers) {
    size += FRAME_BYTES + (answer.state === 'found' ? answer.member.length : 0);
  }
  const writer = new WireWriter(size);
  for (const answer of answers) writer.message(1, () => writeResult(writer, answer));
  return writer.finish();
}

/** ReadResult: { outcome = 1, member = 2, source = 3, staleness_bound = 4, detail = 5 }. */
function writeResult(writer: WireWriter, answer: MemberAnswer): void {
  writer.number(1, OUTCOMES[answer.state]);
  if (answer.state === 'found') writer.bytes(2, answer.member);
  if ('source' in answer) {
    writer.number(3, SOURCES[answer.source]);
    if (answer.staleMs !== undefined) writer.duration(4, shownStalenessMs(answer.staleMs));
  }
  if (answer.state === 'unavailable') writer.text(5, answer.detail);
}

/** ReadInfo: { source = 1, staleness_bound = 2 }. */
function writeReadInfo(writer: WireWriter, field: number, { source, staleMs }: Origin): void {
  writer.message(field, () => {
    writer.number(1, SOURCES[source]);
    if (staleMs !== undefined) writer.duration(2, shownStalenessMs(staleMs));
  });
}

/** GetMemberResponse and LookupAccountResponse: { member = 1, read = 2 }. */
export function encodeMember(member: Buffer, origin: Origin): Buffer {
  const writer = new WireWriter(sizeOf([member]));
  writer.bytes(1, member);
  writeReadInfo(writer, 2, origin);
  return writer.finish();
}

/** BatchGetMembersResponse: { members = 1, not_found = 2, read = 3 }. */
export function encodeMembers(
  members: readonly Buffer[],
  notFound: readonly string[],
  origin: Origin | undefined,
): Buffer {
  const writer = new WireWriter(sizeOf(members) + notFound.length * FRAME_BYTES);
  for (const member of members) writer.bytes(1, member);
  for (const memberId of notFound) writer.text(2, memberId);
  if (origin) writeReadInfo(writer, 3, origin);
  return writer.finish();
}

export interface AccountResult {
  platform: string;
  accountId: string;
  member: Buffer | undefined;
  quarantined: boolean;
}

/** BatchLookupAccountsResponse: { results = 1, read = 2 }. */
export function encodeAccounts(
  results: readonly AccountResult[],
  origin: Origin | undefined,
): Buffer {
  const writer = new WireWriter(results.length * FRAME_BYTES);
  for (const result of results) writer.message(1, () => writeAccountMember(writer, result));
  if (origin) writeReadInfo(writer, 2, origin);
  return writer.finish();
}

/** AccountMember: { account = 1, member = 2, quarantined = 3 }. */
function writeAccountMember(writer: WireWriter, result: AccountResult): void {
  writer.message(1, () => {
    writer.text(1, result.platform);
    writer.text(2, result.accountId);
  });
  if (result.member) writer.bytes(2, result.member);
  writer.number(3, result.quarantined ? 1 : 0);
}

/** SearchMembersResponse: { members = 1, next_page_token = 2, read = 3 }. */
export function encodeSearch(
  members: readonly Buffer[],
  nextPageToken: string,
  origin: Origin,
): Buffer {
  const writer = new WireWriter(sizeOf(members) + nextPageToken.length);
  for (const member of members) writer.bytes(1, member);
  writer.text(2, nextPageToken);
  writeReadInfo(writer, 3, origin);
  return writer.finish();
}

function sizeOf(members: readonly Buffer[]): number {
  return members.reduce((size, member) => size + member.length + FRAME_BYTES, FRAME_BYTES);
}

/** Of several answers together: the farthest source and the greatest bound. */
export function originOfAll(origins: readonly Origin[]): Origin | undefined {
  let all: Origin | undefined;
  for (const { source, staleMs } of origins) {
    const farther = !all || SOURCES[source] > SOURCES[all.source] ? source : all.source;
    const bound = Math.max(all?.staleMs ?? -1, staleMs ?? -1);
    all = { source: farther, staleMs: bound < 0 ? undefined : bound };
  }
  return all;
}
