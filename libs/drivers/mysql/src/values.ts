// What goes into statements and what comes out of them.

/**
 * Whole numbers of 64 bits come as decimal strings, smaller ones as numbers, VARBINARY and BLOB as
 * bytes.
 */
export type Row = Record<string, string | number | Buffer | null>;

/** Arrays become lists, and arrays of arrays lists of tuples. */
export type Parameter = string | number | bigint | Buffer | null | readonly Parameter[];

export interface Result {
  rows: Row[];
  /** Rows that the statement matched, or inserted. */
  affectedRows: number;
}
