// Cuts rows into batches. Two rows of one batch never name the same account: written together,
// neither would be the first, and the file's order decides who has the account.
import { accountKey } from '@member-mesh/contracts';
import type { ImportedMember } from './imported-member.ts';
import type { ImportedRow, Position } from './imported-row.ts';

export interface MemberRow extends ImportedRow {
  content: { kind: 'member'; member: ImportedMember };
}

export interface Batch {
  /** All rows, refused ones as well, in the file's order. */
  rows: ImportedRow[];
  members: MemberRow[];
  accounts: Set<string>;
  next: Position;
}

export interface BatchLimits {
  rowsMax: number;
  /** Of names, accounts and attributes together, in UTF-16 units. */
  lengthMax: number;
}

/** When the rows fail, the batch they had come to is still given, and then the failure. */
export async function* batchesOf(
  rows: AsyncIterable<ImportedRow>,
  limits: BatchLimits,
): AsyncGenerator<Batch> {
  let batch: Batch | undefined;
  let failure: { error: unknown } | undefined;
  let length = 0;
  try {
    for await (const row of rows) {
      const keys = accountKeys(row);
      const full = batch && (batch.rows.length >= limits.rowsMax || length >= limits.lengthMax);
      if (batch && (full || keys.some((key) => batch?.accounts.has(key)))) {
        yield batch;
        batch = undefined;
      }
      if (batch === undefined) {
        batch = { rows: [], members: [], accounts: new Set(), next: row.next };
        length = 0;
      }
      add(batch, row, keys);
      length += lengthOf(row);
    }
  } catch (error) {
    failure = { error };
  }
  if (batch) yield batch;
  if (failure) throw failure.error;
}

function add(batch: Batch, row: ImportedRow, keys: readonly string[]): void {
  batch.rows.push(row);
  batch.next = row.next;
  for (const key of keys) batch.accounts.add(key);
  if (isMember(row)) batch.members.push(row);
}

function isMember(row: ImportedRow): row is MemberRow {
  return row.content.kind === 'member';
}

function accountKeys(row: ImportedRow): string[] {
  return isMember(row) ? row.content.member.accounts.map(accountKey) : [];
}

function lengthOf(row: ImportedRow): number {
  if (!isMember(row)) return 0;
  const { displayName, email, attributes } = row.content.member;
  let length = displayName.length + email.length;
  for (const key of accountKeys(row)) length += key.length;
  for (const [key, value] of Object.entries(attributes)) length += key.length + value.length;
  return length;
}
