// BatchReadResponse and the answers of MemberQueryService, encoded.
import type { MemberAnswer, Origin, Source } from '../app/answers.ts';
import { bytesField, durationField, numberField, type Part, textField } from './wire.ts';

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

/** BatchReadResponse: { results = 1 }. */
export function encodeBatch(answers: readonly MemberAnswer[]): Buffer {
  const parts: Part[] = [];
  for (const answer of answers) bytesField(parts, 1, encodeResult(answer));
  return Buffer.concat(parts);
}

/** ReadResult: { outcome = 1, member = 2, source = 3, staleness_bound = 4, detail = 5 }. */
function encodeResult(answer: MemberAnswer): Buffer {
  const parts: Part[] = [];
  numberField(parts, 1, OUTCOMES[answer.state]);
  if (answer.state === 'found') bytesField(parts, 2, answer.member);
  if ('source' in answer) {
    numberField(parts, 3, SOURCES[answer.source]);
    if (answer.staleMs !== undefined) durationField(parts, 4, shownStalenessMs(answer.staleMs));
  }
  if (answer.state === 'unavailable') textField(parts, 5, answer.detail);
  return Buffer.concat(parts);
}

/** ReadInfo: { source = 1, staleness_bound = 2 }. */
function encodeReadInfo({ source, staleMs }: Origin): Buffer {
  const parts: Part[] = [];
  numberField(parts, 1, SOURCES[source]);
  if (staleMs !== undefined) durationField(parts, 2, shownStalenessMs(staleMs));
  return Buffer.concat(parts);
}

/** GetMemberResponse and LookupAccountResponse: { member = 1, read = 2 }. */
export function encodeMember(member: Buffer, origin: Origin): Buffer {
  const parts: Part[] = [];
  bytesField(parts, 1, member);
  bytesField(parts, 2, encodeReadInfo(origin));
  return Buffer.concat(parts);
}

/** BatchGetMembersResponse: { members = 1, not_found = 2, read = 3 }. */
export function encodeMembers(
  members: readonly Buffer[],
  notFound: readonly string[],
  origin: Origin | undefined,
): Buffer {
  const parts: Part[] = [];
  for (const member of members) bytesField(parts, 1, member);
  for (const memberId of notFound) textField(parts, 2, memberId);
  if (origin) bytesField(parts, 3, encodeReadInfo(origin));
  return Buffer.concat(parts);
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
  const parts: Part[] = [];
  for (const { platform, accountId, member, quarantined } of results) {
    const account: Part[] = [];
    textField(account, 1, platform);
    textField(account, 2, accountId);
    const result: Part[] = [];
    bytesField(result, 1, Buffer.concat(account));
    if (member) bytesField(result, 2, member);
    numberField(result, 3, quarantined ? 1 : 0);
    bytesField(parts, 1, Buffer.concat(result));
  }
  if (origin) bytesField(parts, 2, encodeReadInfo(origin));
  return Buffer.concat(parts);
}

/** SearchMembersResponse: { members = 1, next_page_token = 2, read = 3 }. */
export function encodeSearch(
  members: readonly Buffer[],
  nextPageToken: string,
  origin: Origin,
): Buffer {
  const parts: Part[] = [];
  for (const member of members) bytesField(parts, 1, member);
  textField(parts, 2, nextPageToken);
  bytesField(parts, 3, encodeReadInfo(origin));
  return Buffer.concat(parts);
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
