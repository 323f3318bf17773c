// Requests of RecordService, parsed, and its page tokens.
import {
  type Account,
  type AccountRef__Output,
  ACCOUNTS_PER_MEMBER_MAX,
  type FieldViolation,
  type ImportMembersRequest__Output,
  type ImportRow__Output,
  type MemberId,
  type Messages,
  parseAccount,
  parseMemberId,
  type ScanShardRequest__Output,
  PAGE_TOKEN_LENGTH_MAX,
  violationsOfAccount,
  violationsOfBytes,
  violationsOfEach,
  violationsOfMemberId,
  violationsOfVersion,
} from '@member-mesh/contracts';
import { invalidArgument } from '@member-mesh/rpc';

import type { ImportRow } from '../app/import-members.ts';
import type { ScanPage } from '../app/record-store.ts';
import { SHARDS } from '../domain/shard.ts';
import {
  canonical,
  EMPTY_PROFILE,
  keyOf,
  profileOf,
  violationsOfNewProfile,
} from './parse-write.ts';

const READ_MAX = 1_000;
const IMPORT_ROWS_MAX = 500;
const IMPORT_ID_BYTES_MAX = 64;

export function parseMemberIds(ids: readonly string[]): MemberId[] {
  refuse(violationsOfEach(ids, { field: 'member_ids', max: READ_MAX }, violationsOfMemberId));
  return ids.flatMap((id) => parseMemberId(id) ?? []);
}

export function parseAccounts(refs: readonly AccountRef__Output[]): Account[] {
  refuse(violationsOfEach(refs, { field: 'accounts', max: READ_MAX }, violationsOfAccount));
  return refs.flatMap((ref) => parseAccount(ref) ?? []);
}

export function parseScan({ shard, pageToken, pageSize }: ScanShardRequest__Output): ScanPage {
  const violations = violationsOfBytes(pageToken, 'page_token', PAGE_TOKEN_LENGTH_MAX);
  if (!(shard >= 0 && shard < SHARDS)) {
    violations.push({ field: 'shard', description: `must be 0 to ${SHARDS - 1}` });
  }
  if (!(pageSize >= 1 && pageSize <= READ_MAX)) {
    violations.push({ field: 'page_size', description: `must be 1 to ${READ_MAX}` });
  }
  const page = parsePageToken(pageToken, { shard, limit: pageSize });
  if (!page) violations.push({ field: 'page_token', description: 'must be one of an answer' });
  refuse(violations);
  return page ?? { kind: 'member', shard, limit: pageSize, after: undefined };
}

export function pageTokenOf(page: ScanPage | undefined): string {
  if (!page) return '';
  const after =
    page.kind === 'account' && page.after
      ? [page.after.platform, page.after.accountId]
      : [page.after ?? ''];
  return Buffer.from(JSON.stringify([page.kind, ...after])).toString('base64url');
}

function parsePageToken(
  token: string,
  page: { shard: number; limit: number },
): ScanPage | undefined {
  if (token === '') return { kind: 'member', after: undefined, ...page };
  const parts = partsOf(token);
  const [kind, first = '', second = ''] = parts;
  if (kind === 'account' && first === '') return { kind, after: undefined, ...page };
  if (kind === 'account') {
    const after = parseAccount({ platform: first, accountId: second });
    return after && { kind, after, ...page };
  }
  const after = kind === 'member' ? parseMemberId(first) : undefined;
  return after && { kind: 'member', after, ...page };
}

function partsOf(token: string): string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts.map(String) : [];
  } catch {
    return [];
  }
}

export interface RefusedRow {
  number: number;
  violation: FieldViolation;
}

/** Rows that can be imported, and those that have a bad field. */
export class ImportParser {
  readonly #messages: Messages;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  /** Throws INVALID_ARGUMENT for what is wrong with the batch as a whole. */
  parse(
    caller: string,
    { importId, rows }: ImportMembersRequest__Output,
  ): { rows: ImportRow[]; refused: RefusedRow[] } {
    refuse(violationsOfBatch(importId, rows));
    const importable: ImportRow[] = [];
    const refused: RefusedRow[] = [];
    for (const row of rows) {
      const [violation] = violationsOfRow(row);
      if (violation) refused.push({ number: row.number, violation });
      else importable.push(this.#row(`${importId}/${row.number}`, caller, row));
    }
    return { rows: importable, refused };
  }

  #row(requestId: string, caller: string, row: ImportRow__Output): ImportRow {
    const { number, profile, accounts } = row;
    const body = this.#messages.importRow.encode({
      ...row,
      profile: profile && canonical(profile),
    });
    return {
      number,
      request: keyOf({ caller, requestId, method: 'ImportMembers', body }),
      profile: profile ? profileOf(profile) : EMPTY_PROFILE,
      accounts: accounts.flatMap((ref) => parseAccount(ref) ?? []),
    };
  }
}

function violationsOfBatch(importId: string, rows: readonly ImportRow__Output[]): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const bytes = Buffer.byteLength(importId);
  if (bytes < 1 || bytes > IMPORT_ID_BYTES_MAX) {
    const description = `must be 1 to ${IMPORT_ID_BYTES_MAX} bytes`;
    violations.push({ field: 'import_id', description });
  }
  if (rows.length > IMPORT_ROWS_MAX) {
    violations.push({ field: 'rows', description: `must be at most ${IMPORT_ROWS_MAX}` });
  }
  violations.push(
    ...rows.flatMap(({ number }, at) => violationsOfVersion(number, `rows[${at}].number`)),
  );
  if (new Set(rows.map((row) => row.number)).size < rows.length) {
    violations.push({ field: 'rows', description: 'must have different numbers' });
  }
  return violations;
}

function violationsOfRow({ profile, accounts }: ImportRow__Output): FieldViolation[] {
  const violations = profile ? violationsOfNewProfile(profile) : [];
  if (accounts.length < 1 || accounts.length > ACCOUNTS_PER_MEMBER_MAX) {
    const description = `must be 1 to ${ACCOUNTS_PER_MEMBER_MAX}`;
    violations.push({ field: 'accounts', description });
  }
  const seen = new Set<string>();
  for (const [index, ref] of accounts.entries()) {
    const path = `accounts[${index}]`;
    violations.push(...violationsOfAccount(ref, path));
    const key = `${ref.platform}:${ref.accountId}`;
    if (seen.has(key)) violations.push({ field: path, description: 'is named twice' });
    seen.add(key);
  }
  return violations;
}

function refuse(violations: readonly FieldViolation[]): void {
  if (violations.length > 0) throw invalidArgument(violations);
}
