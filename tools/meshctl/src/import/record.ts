// What an import needs of the system of record, and what can be expected to go wrong with it.
import type { ImportedMember } from './imported-member.ts';

export interface NumberedMember {
  number: number;
  member: ImportedMember;
}

export interface RowOutcome {
  number: number;
  /** Empty when the row was refused. */
  memberId: string;
  refusedReason: string;
  refusedField: string;
  detail: string;
}

export interface MemberRecord {
  /**
   * Writes the rows; a row of the same import and number is written once, however often it is sent.
   * One outcome a row. Throws RecordUnavailable when the same call may succeed later.
   */
  importMembers(
    importId: string,
    rows: readonly NumberedMember[],
    signal: AbortSignal,
  ): Promise<RowOutcome[]>;
  hasMember(memberId: string, signal: AbortSignal): Promise<boolean>;
}

export class RecordUnavailable extends Error {
  override name = 'RecordUnavailable';
  readonly retryAfterMs: number;

  constructor(message: string, options: { retryAfterMs: number; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
  }
}
