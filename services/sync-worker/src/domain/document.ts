// Documents of the index. There are no deletions: an account that is bound to nobody is a document
// without a member, since Elasticsearch forgets a deletion after a minute and would then let an
// older version back in.
import type { Table } from './cluster.ts';
import {
  documentId,
  type IndexedAccount,
  type IndexedMember,
  type IndexedRow,
  type RowKey,
} from './row.ts';

export interface MemberDocument {
  member_id: string;
  /** The id as a number, to sort by; text here since it may pass 2^53. */
  member_no: string;
  version: number;
  status?: string;
  phone?: string;
  email?: string;
  home_channel?: string;
  platforms?: readonly string[];
  level?: number;
  create_time?: number;
  update_time?: number;
  /** The encoded member, base64; absent when set aside. */
  encoded?: string;
  /** The content could not be indexed: readers ask the record. */
  set_aside?: true;
}

export interface AccountDocument {
  platform: string;
  account_id: string;
  version: number;
  /** Absent when bound to nobody. */
  member_id?: string;
  set_aside?: true;
}

/** One document to be kept in its table's index if it is the newest. */
export interface IndexDocument {
  table: Table;
  id: string;
  version: number;
  /** JSON. */
  source: string;
}

function given<T>(value: T | undefined | ''): T | undefined {
  return value === '' ? undefined : value;
}

function memberDocument(row: IndexedMember): MemberDocument {
  const document = {
    member_id: row.memberId,
    member_no: row.memberId,
    version: row.version,
    status: row.status,
    phone: given(row.phone),
    email: given(row.email),
    home_channel: given(row.homeChannel),
    platforms: row.platforms.length > 0 ? row.platforms : undefined,
    level: row.level,
    create_time: row.createTimeMs,
    update_time: row.updateTimeMs,
    encoded: row.encoded.toString('base64'),
  };
  return withoutUndefined(document) as MemberDocument;
}

function accountDocument(row: IndexedAccount): AccountDocument {
  const { platform, accountId, version, memberId } = row;
  const document = { platform, account_id: accountId, version, member_id: memberId };
  return withoutUndefined(document) as AccountDocument;
}

function withoutUndefined(document: object): object {
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined));
}

/** The document that a row becomes, as an object. */
export function contentOf(row: IndexedRow): MemberDocument | AccountDocument {
  return row.table === 'member' ? memberDocument(row) : accountDocument(row);
}

export function documentOf(row: IndexedRow): IndexDocument {
  const { table, version } = row;
  return { table, id: documentId(row), version, source: JSON.stringify(contentOf(row)) };
}

/** Says in the index that this version exists and only the record can answer for it. */
export function markerOf(key: RowKey): IndexDocument {
  const { table, version } = key;
  const content: MemberDocument | AccountDocument =
    key.table === 'member'
      ? { member_id: key.memberId, member_no: key.memberId, version, set_aside: true }
      : { platform: key.platform, account_id: key.accountId, version, set_aside: true };
  return { table, id: documentId(key), version, source: JSON.stringify(content) };
}
