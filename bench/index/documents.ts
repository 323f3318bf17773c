// The data of the benchmark: members of meshctl's generator, as the documents that sync-worker
// writes. The same count gives the same documents.
import { loadContracts } from '@member-mesh/contracts';
import type { DocumentWrite } from '@member-mesh/driver-elastic';

import { documentOf } from '../../services/sync-worker/src/domain/document.ts';
import type { IndexedMember } from '../../services/sync-worker/src/domain/row.ts';
import { generateMembers } from '../../tools/meshctl/src/generate/member-generator.ts';

const SEED = 'bench index';
const VERSION_BASE = 2 ** 40;
const FIRST_CREATE_MS = Date.UTC(2026, 0, 1);
/** Members come about this far apart: sorting by creation has few ties. */
const APART_MS = 1_009;
const NUMBER_BITS = 22n;

/** What is asked about a member later on. */
export interface KnownMember {
  id: string;
  email: string;
  phone: string;
}

export interface MemberDocuments {
  count: number;
  /** Page after page, in order; each call begins again. */
  pages(size: number): Generator<DocumentWrite[]>;
  /** About every hundredth that has an address and a number. */
  known: KnownMember[];
}

/** Ids as member-write makes them: large numbers in the order of time. */
export function memberIdOf(n: number): string {
  return ((BigInt(n + 1) << NUMBER_BITS) + BigInt(n % 4_096)).toString();
}

const KNOWN_MIN = 16;

/** Rows of that many members, one after the other: none is kept. */
function* memberRows(count: number): Generator<IndexedMember> {
  const { messages } = loadContracts();
  let n = 0;
  for (const member of generateMembers(SEED, count)) {
    const { displayName, phone, email, level, homeChannel, attributes, accounts } = member;
    const memberId = memberIdOf(n);
    const createTimeMs = FIRST_CREATE_MS + n * APART_MS;
    const profile = { displayName, phone, email, level, homeChannel, attributes };
    yield {
      table: 'member',
      ...{ memberId, phone, email, level, homeChannel },
      version: VERSION_BASE + n,
      encoded: messages.member.encode({
        ...{ memberId, status: 'MEMBER_STATUS_ACTIVE', ...profile },
        accounts: accounts.map((account) => ({ account })),
      }),
      status: n % 50 === 0 ? 'MEMBER_STATUS_FROZEN' : 'MEMBER_STATUS_ACTIVE',
      platforms: [...new Set(accounts.map(({ platform }) => platform))],
      ...{ createTimeMs, updateTimeMs: createTimeMs },
    };
    n += 1;
  }
}

/** Documents of that many members, page after page. */
export function documentPages(count: number, size: number): Generator<DocumentWrite[]> {
  return pagesOf(memberRows(count), size);
}

export function memberDocuments(count: number): MemberDocuments {
  const known: KnownMember[] = [];
  const step = Math.max(1, Math.min(100, Math.floor(count / KNOWN_MIN)));
  let n = 0;
  for (const { memberId: id, email, phone } of memberRows(count)) {
    if (n++ % step === 0 && email !== '' && phone !== '') known.push({ id, email, phone });
  }
  return { count, known, pages: (size) => documentPages(count, size) };
}

function* pagesOf(rows: Iterable<IndexedMember>, size: number): Generator<DocumentWrite[]> {
  let page: DocumentWrite[] = [];
  for (const row of rows) {
    const { id, version, source } = documentOf(row);
    page.push({ alias: '', id, routing: id, version, source });
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
