// The rows of the record as the index sees them: a key, a version, and what readers filter by.

export interface IndexedMember {
  table: 'member';
  memberId: string;
  version: number;
  /** The encoded member.v1.Member, as it was committed: handed to readers unchanged. */
  encoded: Buffer;
  /** The name of the enum's value, such as "MEMBER_STATUS_ACTIVE". */
  status: string;
  phone: string;
  email: string;
  homeChannel: string;
  level: number;
  /** Each platform of an account once. */
  platforms: readonly string[];
  createTimeMs: number | undefined;
  updateTimeMs: number | undefined;
}

export interface IndexedAccount {
  table: 'account';
  platform: string;
  accountId: string;
  version: number;
  /** Undefined when the account is bound to nobody. */
  memberId: string | undefined;
}

export type IndexedRow = IndexedMember | IndexedAccount;

/** What is known of a row whose content cannot be used. */
export type RowKey =
  | { table: 'member'; memberId: string; version: number }
  | { table: 'account'; platform: string; accountId: string; version: number };

/** The document's id, which is also its routing. */
export function documentId(row: IndexedRow | RowKey): string {
  return row.table === 'member' ? row.memberId : `${row.platform}:${row.accountId}`;
}

/** "member:123" or "account:wechat:o6_bm": a key as people and reports read it. */
export function displayKey(row: IndexedRow | RowKey): string {
  return `${row.table}:${documentId(row)}`;
}
