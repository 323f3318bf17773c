// One row of a file as the readers of both formats hand it on: a member, or what is wrong with it,
// and where in the file it stands.
import type { ImportedMember } from './imported-member.ts';

export type RefusalReason =
  | 'BAD_UTF8'
  | 'MALFORMED_ROW'
  | 'MALFORMED_QUOTES'
  | 'MALFORMED_JSON'
  | 'ROW_TOO_LARGE'
  | 'FIELD_TOO_LARGE'
  | 'INVALID_FIELD'
  | 'UNKNOWN_FIELD'
  | 'ACCOUNT_MISSING';

/** What is wrong with one field; `field` is empty when it is the row as a whole. */
export interface RowProblem {
  field: string;
  reason: RefusalReason;
  detail: string;
}

/** A place between two rows. */
export interface Position {
  /** Bytes before it. */
  offset: number;
  /** The number of the line that begins there; the first is 1. */
  line: number;
  /** How many rows of data lie before it. Empty lines and the header are none. */
  row: number;
}

export type RowContent =
  | { kind: 'member'; member: ImportedMember }
  | { kind: 'refused'; problems: readonly [RowProblem, ...RowProblem[]] };

export interface ImportedRow {
  /** 1 for the first row of data. */
  number: number;
  /** The line that the row begins at. */
  line: number;
  content: RowContent;
  /** Where the next row begins. */
  next: Position;
}

/** A file that can be read from any position it has named before. */
export interface RowSource {
  /** Says how columns are understood: a row means the same only while this stays the same. */
  readonly mapping: string;
  /** Where the first row begins. */
  readonly start: Position;
  rows(from: Position): AsyncGenerator<ImportedRow>;
}

/** The file as a whole cannot be read on: a person must mend it. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile';
}

export function refused(reason: RefusalReason, field: string, detail: string): RowContent {
  return { kind: 'refused', problems: [{ field, reason, detail }] };
}
